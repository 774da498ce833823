using CaseLedger.Domain;
using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>The way in for everything that happens to an incident.</summary>
internal sealed class IncidentStore(Deciding deciding)
{
    /// <summary>Carries out a command on an incident.</summary>
    /// <param name="slug">The incident.</param>
    /// <param name="reporter">Who, and on which version.</param>
    /// <param name="command">The command.</param>
    /// <param name="decide">The domain's decision.</param>
    /// <param name="cancellationToken">Withdraws the command while it waits.</param>
    public Task<Outcome> Handle<TCommand>(
        Slug slug,
        Reporter reporter,
        TCommand command,
        Func<IncidentState, TCommand, Instant, Decision> decide,
        CancellationToken cancellationToken)
        where TCommand : Command
    {
        var question = new Question<IncidentState>(
            IncidentEvent.StreamOf(slug),
            events => IncidentState.Fold(events.As<IncidentEvent>()),
            _ => null,
            (state, now) => decide(state, command, now));
        return deciding.Handle(command, question, reporter.IfVersion, cancellationToken);
    }
}
