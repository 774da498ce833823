using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Demonstration;

/// <summary>One fact of the conversation, as the command that records it.</summary>
/// <param name="Item">Its number in the account of the conversation, 1 to 32.</param>
/// <param name="Command">The command. The ledger's rules may refuse it as they may anybody's.</param>
internal abstract record Step(int Item, Command Command)
{
    /// <summary>Carries it out by the same way in that the API uses.</summary>
    public abstract Task<Outcome> Perform(CaseStore cases, IncidentStore incidents, CancellationToken cancellationToken);

    /// <summary>Who does it, in the role that the account has.</summary>
    protected Reporter Reporter => new(new Caller(
        Command.Actor, Roles.ByWord.Values.Single(role => role.AccountKind() == Command.Actor.Kind), null));
}

/// <summary>The opening of a case.</summary>
internal sealed record OpeningStep(int Item, OpenCase Opening) : Step(Item, Opening)
{
    /// <inheritdoc/>
    public override Task<Outcome> Perform(CaseStore cases, IncidentStore incidents, CancellationToken cancellationToken) =>
        cases.Open(Reporter, Opening, cancellationToken);
}

/// <summary>Something that happens on a case.</summary>
internal sealed record CaseStep<TCommand>(int Item, Isrc Isrc, TCommand Asked, Func<CaseState, TCommand, Instant, Decision> Decide)
    : Step(Item, Asked)
    where TCommand : Command
{
    /// <inheritdoc/>
    public override Task<Outcome> Perform(CaseStore cases, IncidentStore incidents, CancellationToken cancellationToken) =>
        cases.Handle(Isrc, Reporter, Asked, Decide, cancellationToken);
}

/// <summary>The declaration of an incident.</summary>
internal sealed record IncidentStep(int Item, DeclareIncident Declaration) : Step(Item, Declaration)
{
    /// <inheritdoc/>
    public override Task<Outcome> Perform(CaseStore cases, IncidentStore incidents, CancellationToken cancellationToken) =>
        incidents.Handle(Declaration.Slug, Reporter, Declaration, DeclaringIncident.Decide, cancellationToken);
}
