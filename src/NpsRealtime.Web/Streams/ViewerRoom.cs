using Microsoft.Extensions.Options;
using NpsRealtime.Scoring;

namespace NpsRealtime.Web.Streams;

/// <summary>Refuses to start where a viewer could not watch what a tenant's own board shows.</summary>
internal sealed class ViewerRoom(IOptions<ScoringOptions> scoring) : IValidateOptions<WebOptions>
{
    /// <summary>The whole tenant, and what counts as <c>~other</c> of channels and of touchpoints.</summary>
    private const int Besides = 3;

    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var names = scoring.Value;
        var wanted = (long)names.ChannelsMax + names.TouchpointsMax + Besides;
        return options.ScoresPerViewerMax >= wanted
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Web:ScoresPerViewerMax is {options.ScoresPerViewerMax}, and a tenant's board watches up to {wanted} scores: its own, those of "
                + $"{names.ChannelsMax} channels and {names.TouchpointsMax} touchpoints, and what is beyond these. Set Web:ScoresPerViewerMax to {wanted} "
                + "or more, or Scoring:ChannelsMax and Scoring:TouchpointsMax to less");
    }
}
