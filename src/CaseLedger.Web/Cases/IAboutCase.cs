using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Cases;

/// <summary>A page with a form about one case; its head is the same whatever the form records.</summary>
internal interface IAboutCase
{
    /// <summary>The case.</summary>
    CaseSummary Case { get; }

    /// <summary>Where to go when it is recorded, or not wanted.</summary>
    string CaseAddress { get; }

    /// <summary>Words in the reader's language.</summary>
    Wording T { get; }
}
