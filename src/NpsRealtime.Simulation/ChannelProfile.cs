namespace NpsRealtime.Simulation;

/// <summary>Who comes over one channel.</summary>
/// <param name="Name">The channel as a survey tool would spell it.</param>
/// <param name="Share">How much of the traffic it has in office hours.</param>
/// <param name="EveningShare">How much of the traffic it has in the evening, at night and at weekends.</param>
/// <param name="MoodShift">How much happier its customers are than those of the others.</param>
/// <param name="HasAgent">Whether a person of the contact centre takes part.</param>
/// <param name="Touchpoints">How much more often than elsewhere each touchpoint comes up, in the order of the touchpoints.</param>
internal sealed record ChannelProfile(
    string Name, double Share, double EveningShare, double MoodShift, bool HasAgent, double[] Touchpoints);
