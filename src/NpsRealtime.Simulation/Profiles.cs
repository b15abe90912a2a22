namespace NpsRealtime.Simulation;

/// <summary>The made-up company: its touchpoints, channels, regions, teams and what its customers write.</summary>
internal static class Profiles
{
    public static readonly TouchpointProfile[] Touchpoints =
    [
        new("Checkout", 0.24, 0.42,
            ["Fast and easy", "Paid in two taps", "Smooth as always", "Love the saved cards", "Quickest checkout I know"],
            ["Works, a few clicks too many", "Fine", "Guest checkout is a bit hidden", "OK once I found the voucher field"],
            ["Voucher code was not accepted", "Had to type my address twice", "Card form kept jumping", "Too many steps"],
            ["Payment failed three times", "Charged twice and no order", "Endless spinner after paying", "Checkout is broken, gave up"]),
        new("Delivery", 0.22, 0.28,
            ["Arrived a day early", "Driver was lovely", "Tracking was spot on", "Well packed, on time"],
            ["On time, box a little dented", "Came in the evening, fine", "Good, but no exact time"],
            ["Two days late", "Left in the rain", "Parcel was open", "Driver never rang the bell"],
            ["Still not here after a week", "Tracking has not moved for days", "Parcel went to another city", "Nobody knows where it is"]),
        new("Billing", 0.13, 0.08,
            ["Clear invoice, no surprises", "Refund came within a day", "Bill explained line by line"],
            ["Invoice is correct but hard to read", "Fine, would like a PDF by e-mail", "Took a while to find it"],
            ["Fees I did not expect", "Still waiting for my refund", "Invoice is wrong again", "Nobody could explain the charge"],
            ["Debited twice this month", "Invoice shows somebody else's items", "Reminder for a bill I have paid"]),
        new("Support Call", 0.23, 0.18,
            ["Solved in five minutes", "Patient and kind agent", "Knew my case at once", "Called back as promised"],
            ["Helpful in the end", "Friendly, but had to explain twice", "OK after a short wait"],
            ["Waited 25 minutes", "Passed on three times", "Was cut off and had to call again", "Agent could not see my order"],
            ["An hour on hold, then cut off", "Line is dead since this morning", "Nobody answers at all"]),
        new("Onboarding", 0.10, 0.50,
            ["Up and running in minutes", "Great welcome tour", "Everything explained well", "Best start I had with any provider"],
            ["Good, the tour is a bit long", "Fine, some mails too many", "Straightforward enough"],
            ["Identity check failed twice", "Too much paperwork", "Activation mail came a day later"],
            ["Activation link does not work", "Account still locked after three days"]),
        new("Returns", 0.08, 0.02,
            ["Label printed, money back in two days", "No questions asked", "Picked up at my door"],
            ["Fine, but the shop is far", "Worked, took ten days"],
            ["Paid for the label myself", "Refund is missing the shipping", "Return was refused without a reason"],
            ["Return portal is down", "No refund for six weeks"]),
    ];

    public static readonly ChannelProfile[] Channels =
    [
        new("Phone", 0.34, 0.10, -0.04, HasAgent: true, [0.2, 0.9, 1.5, 4.0, 0.8, 1.0]),
        new("Web", 0.24, 0.32, 0.02, HasAgent: false, [2.4, 1.1, 0.9, 0.0, 1.0, 1.0]),
        new("Mobile App", 0.20, 0.40, 0.10, HasAgent: false, [2.2, 1.6, 0.7, 0.0, 1.3, 0.7]),
        new("Email", 0.12, 0.10, -0.10, HasAgent: true, [0.4, 1.4, 2.2, 0.3, 1.0, 1.8]),
        new("Chat", 0.10, 0.08, 0.06, HasAgent: true, [1.0, 1.3, 1.2, 1.4, 1.0, 1.0]),
    ];

    public static readonly (string Name, double Share, double MoodShift)[] Regions =
        [("EMEA", 0.48, 0.0), ("Americas", 0.36, 0.06), ("APAC", 0.16, -0.05)];

    public static readonly string[] Teams = ["North", "Harbour", "Sunrise", "Night Desk"];

    public static readonly double[] PromoterScores = [0.38, 0.62];

    public static readonly double[] PassiveScores = [0.40, 0.60];

    public static readonly double[] DetractorScores = [0.09, 0.05, 0.07, 0.11, 0.13, 0.26, 0.29];

    /// <summary>In a bad spell people do not stop at 6.</summary>
    public static readonly double[] BadDetractorScores = [0.32, 0.17, 0.15, 0.13, 0.09, 0.08, 0.06];

    public const int AgentsPerTeam = 6;
}
