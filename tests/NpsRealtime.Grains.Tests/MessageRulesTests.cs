using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using NpsRealtime.Contracts;
using NpsRealtime.Grains.Messages;
using NpsRealtime.Scoring.LiveScores;
using NpsRealtime.Scoring.Responses;
using Orleans.Serialization;

namespace NpsRealtime.Grains.Tests;

/// <summary>
/// What goes over the wire keeps its name and its numbers, whatever is renamed in the code: nodes of two builds talk to each other during
/// an upgrade. Orleans passes over a member without a number in silence.
/// </summary>
public sealed class MessageRulesTests
{
    private static readonly Type[] Types = typeof(IngestCall).Assembly.GetTypes();

    [Fact]
    public void Messages_All_AreNamedNumberedAndImmutable()
    {
        var messages = Types.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToList();

        messages.ShouldNotBeEmpty();
        foreach (var message in messages)
        {
            message.GetCustomAttribute<AliasAttribute>().ShouldNotBeNull(message.Name);
            if (message.IsClass)
                message.GetCustomAttribute<ImmutableAttribute>().ShouldNotBeNull(message.Name);
            if (message.IsEnum)
                continue;
            var numbers = Members(message)
                .Select(member => member.GetCustomAttribute<IdAttribute>().ShouldNotBeNull($"{message.Name}.{member.Name}").Id)
                .ToList();
            numbers.ShouldBe(numbers.Distinct());
        }
    }

    /// <summary>Between grains of one process messages go by reference, however much is in them.</summary>
    [Fact]
    public void Messages_All_AreNotCopiedWithinAProcess()
    {
        var copier = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<DeepCopier>();
        var request = Requests.Post("id", 7);
        object[] messages =
        [
            new IngestCall(Guid.NewGuid(), 1, Requests.Now, [request], 1), new IngestAnswer([new ResponseOutcome(ResponseStatus.Accepted, 0, 1)]),
            new RollUpMessage(new RollUp(0, Guid.NewGuid(), 1, [], 2)), new ReadAnswer(ReadStatus.Read), new ScoreNews(Guid.NewGuid(), 1, []),
        ];

        messages.Select(message => message.GetType()).ShouldBe(
            Types.Where(type => type.IsClass && type.GetCustomAttribute<GenerateSerializerAttribute>() is not null), ignoreOrder: true);
        foreach (var message in messages)
            copier.Copy(message).ShouldBeSameAs(message);
    }

    [Fact]
    public void GrainInterfaces_All_AreNamedAndSoAreTheirMethods()
    {
        var interfaces = Types.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable))).ToList();

        interfaces.Count.ShouldBe(4);
        foreach (var grain in interfaces)
        {
            grain.GetCustomAttribute<AliasAttribute>().ShouldNotBeNull(grain.Name);
            foreach (var method in grain.GetMethods())
                method.GetCustomAttribute<AliasAttribute>().ShouldNotBeNull($"{grain.Name}.{method.Name}");
        }
    }

    [Fact]
    public void Names_All_AreUnique()
    {
        var names = Types.Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias).OfType<string>()
            .Where(name => name.StartsWith("nps.", StringComparison.Ordinal)).ToList();

        names.ShouldBe(names.Distinct());
    }

    /// <summary>What holds the state: the fields that are written by hand, and the properties that have one behind them.</summary>
    private static IEnumerable<MemberInfo> Members(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type.GetFields(Own).Select(field =>
            field.Name.StartsWith('<') ? (MemberInfo)type.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Own)! : field);
    }
}
