using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Web.Pages;

/// <summary>
/// A moment: <c>&lt;moment at="@instant" /&gt;</c>. It is written in UTC; where there is script it is shown in the
/// reader's own zone, with UTC on hover.
/// </summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper : TagHelper
{
    /// <summary>The moment.</summary>
    public Instant At { get; set; }

    /// <summary>The page.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var words = ((LedgerPage)ViewContext.ViewData.Model!).T.Moment(At);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", InstantPattern.General.Format(At));
        output.Attributes.SetAttribute("data-moment", "");
        output.Attributes.SetAttribute("title", words);
        output.Content.SetContent(words);
    }
}
