namespace CaseLedger.Web.Http;

/// <summary>A body (or a part of one) whose fields depend on each other.</summary>
internal interface IChecked
{
    /// <summary>Notes what is wrong between the fields, each of which is good in itself.</summary>
    void Check(string path, Faults faults);
}
