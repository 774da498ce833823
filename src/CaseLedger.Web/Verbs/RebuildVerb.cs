using System.CommandLine;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Verbs;

/// <summary><c>rebuild</c>: makes a view's tables again from all events, while the old ones serve.</summary>
internal static class RebuildVerb
{
    private static readonly Argument<string> NameArgument = new("projection")
    {
        Description = $"Which: {string.Join(", ", Projections.All.Select(p => p.Name))}.",
    };

    /// <summary>The verb.</summary>
    public static Command Build()
    {
        NameArgument.CompletionSources.Add([.. Projections.All.Select(p => p.Name)]);
        var rebuild = new Command("rebuild", "Make a projection's tables again from all events; also the way out for one that failed.") { NameArgument };
        rebuild.Does(Run);
        return rebuild;
    }

    private static async Task<int> Run(ParseResult line, CancellationToken cancellationToken)
    {
        var name = line.GetRequiredValue(NameArgument);
        if (Projections.All.FirstOrDefault(p => p.Name == name) is not { } projection)
        {
            line.Say($"'{name}' is no projection; there are {string.Join(", ", Projections.All.Select(p => p.Name))}.");
            return Exit.Misused;
        }

        await using var database = await Database.OpenReady(DatabaseOptions.Read(line), line.Say, cancellationToken, beside: true);
        await using var ledger = new EventLedger(database.Runtime);
        var applied = await new ProjectionRebuild(ledger, database.Runtime).Run(projection, new Say("applied", line.Say), cancellationToken);
        line.Print($"{name}: rebuilt from {applied} events.");
        return Exit.Done;
    }
}

/// <summary>Says how far a long work has come, now and then.</summary>
internal sealed class Say(string done, Action<string> say) : IProgress<long>
{
    private const long Step = 100_000;

    private long _said;

    /// <inheritdoc/>
    public void Report(long value)
    {
        if (value - _said >= Step)
        {
            _said = value;
            say($"{done} {value} events …");
        }
    }
}
