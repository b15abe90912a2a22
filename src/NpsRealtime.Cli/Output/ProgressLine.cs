using System.Globalization;
using Spectre.Console;

namespace NpsRealtime.Cli.Output;

/// <summary>A bar with percentage, rate and time left on a terminal's standard error; nothing anywhere else.</summary>
internal sealed class ProgressLine
{
    private readonly ProgressTask? _task;
    private readonly string _name;

    private ProgressLine(ProgressTask? task, string name)
    {
        _task = task;
        _name = name;
    }

    /// <summary>Runs <paramref name="work"/> under a bar that is taken away when it ends.</summary>
    /// <param name="terminal">Where the bar is drawn.</param>
    /// <param name="isShown">Whether a bar is wanted at all.</param>
    /// <param name="name">What is going on.</param>
    /// <param name="length">What <see cref="Advance"/> counts up to; null when nobody knows.</param>
    /// <param name="work">What is going on.</param>
    public static Task<T> RunAsync<T>(Terminal terminal, bool isShown, string name, double? length, Func<ProgressLine, Task<T>> work)
    {
        if (!isShown || !terminal.HasStatus)
            return work(new ProgressLine(null, name));
        ProgressColumn[] columns = length is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        return terminal.Status.Progress().AutoClear(true).HideCompleted(false).Columns(columns).StartAsync(context =>
        {
            var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(length ?? 1, 1));
            task.IsIndeterminate = length is null;
            return work(new ProgressLine(task, name));
        });
    }

    /// <summary>Moves the bar.</summary>
    /// <param name="position">How far it is.</param>
    /// <param name="count">How many responses that is.</param>
    public void Advance(double position, long count)
    {
        if (_task is null)
            return;
        if (!_task.IsIndeterminate)
            _task.Value = position;
        var seconds = Math.Max(_task.ElapsedTime?.TotalSeconds ?? 0, 0.1);
        Describe(string.Create(CultureInfo.InvariantCulture, $"{_name}  {count:N0}  {count / seconds:N0}/s"));
    }

    /// <summary>Says why nothing moves.</summary>
    public void Waiting(string why) => Describe($"{_name}  {why}, trying again");

    private void Describe(string text)
    {
        if (_task is not null)
            _task.Description = Markup.Escape(text);
    }
}
