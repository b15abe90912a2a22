namespace NpsRealtime.Simulation;

/// <summary>What customers tend to say at one touchpoint.</summary>
/// <param name="Name">The touchpoint as a survey tool would spell it.</param>
/// <param name="Share">How much of the traffic it has.</param>
/// <param name="Mood">From −1 (everybody is a detractor) to 1 (everybody is a promoter).</param>
/// <param name="Praise">Comments of promoters.</param>
/// <param name="Shrugs">Comments of passives.</param>
/// <param name="Complaints">Comments of detractors.</param>
/// <param name="BadComplaints">Comments of detractors while the touchpoint is having a bad spell.</param>
internal sealed record TouchpointProfile(
    string Name, double Share, double Mood, string[] Praise, string[] Shrugs, string[] Complaints, string[] BadComplaints);
