using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CaseLedger.Web.Pages;

/// <summary>
/// One field of a form with its label, hint and fault, so that all forms look and sound the same:
/// <c>&lt;field name="reason" label="@T["withdraw.reason"]" type="text" required /&gt;</c>.
/// </summary>
/// <remarks>What was typed comes back from the page's <see cref="PageForm"/>; script that somebody typed comes back as text.</remarks>
[HtmlTargetElement("field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper : TagHelper
{
    /// <summary>The name under which it is sent.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is called.</summary>
    public string Label { get; set; } = "";

    /// <summary>How to fill it in; shown below the label.</summary>
    public string? Hint { get; set; }

    /// <summary>text, area, date, time, number, email, password, search, select or tick.</summary>
    public string Type { get; set; } = "text";

    /// <summary>Whether it has to be filled in. The browser asks for it too; the server's word counts.</summary>
    public bool Required { get; set; }

    /// <summary>For a select: the values and what they are called. An optional one begins with an empty choice.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>For an area: how many lines it shows.</summary>
    public int Rows { get; set; } = 4;

    /// <summary>For browsers and password keepers, e.g. <c>new-password</c>.</summary>
    public string? Autocomplete { get; set; }

    /// <summary>Where the cursor is when the page opens.</summary>
    public bool Autofocus { get; set; }

    /// <summary>The page.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var page = (LedgerPage)ViewContext.ViewData.Model!;
        var (form, id) = (page.Form, $"field-{Name}");
        var fault = form.FaultOf(Name);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"field {Type}{(fault is null ? "" : " wrong")}");

        var label = new TagBuilder("label") { Attributes = { ["for"] = id } };
        label.InnerHtml.Append(Label);
        if (!Required && Type is not "tick")
        {
            var optional = new TagBuilder("span") { Attributes = { ["class"] = "optional" } };
            optional.InnerHtml.Append($" ({page.T["form.optional"]})");
            label.InnerHtml.AppendHtml(optional);
        }

        var input = Input(page, form, id);
        var describing = new List<string>();
        void Describe(string part, string? text)
        {
            if (text is null)
            {
                return;
            }

            var paragraph = new TagBuilder("p") { Attributes = { ["id"] = $"{id}-{part}", ["class"] = part } };
            paragraph.InnerHtml.Append(text);
            output.Content.AppendHtml(paragraph);
            describing.Add($"{id}-{part}");
        }

        if (Type == "tick")
        {
            output.Content.AppendHtml(input).AppendHtml(label);
        }
        else
        {
            output.Content.AppendHtml(label);
        }

        Describe("hint", Hint);
        if (Type != "tick")
        {
            output.Content.AppendHtml(input);
        }

        Describe("fault", fault);
        if (describing.Count > 0)
        {
            input.Attributes["aria-describedby"] = string.Join(' ', describing);
        }

        if (fault is not null)
        {
            input.Attributes["aria-invalid"] = "true";
        }
    }

    private TagBuilder Input(LedgerPage page, PageForm form, string id)
    {
        var input = new TagBuilder(Type switch { "area" => "textarea", "select" => "select", _ => "input" })
        {
            Attributes = { ["id"] = id, ["name"] = Name },
        };
        // What stands in a password field is never sent back.
        var shown = Type == "password" ? "" : form.Shown(Name);
        switch (Type)
        {
            case "area":
                input.Attributes["rows"] = $"{Rows}";
                // A browser drops the first line break of an area.
                input.InnerHtml.AppendHtml("\n").Append(shown);
                break;
            case "select":
                if (!Required)
                {
                    input.InnerHtml.AppendHtml(Option("", "–", false));
                }

                foreach (var option in Options ?? [])
                {
                    input.InnerHtml.AppendHtml(Option(option.Value, option.Text, shown.Length == 0 ? option.Selected : option.Value == shown));
                }

                break;
            case "tick":
                input.TagRenderMode = TagRenderMode.SelfClosing;
                input.Attributes["type"] = "checkbox";
                input.Attributes["value"] = "true";
                if (form.IsTicked(Name))
                {
                    input.Attributes["checked"] = "checked";
                }

                break;
            default:
                input.TagRenderMode = TagRenderMode.SelfClosing;
                input.Attributes["type"] = Type == "number" ? "text" : Type;
                input.Attributes["value"] = shown;
                if (Type == "number")
                {
                    input.Attributes["inputmode"] = "numeric";
                }

                break;
        }

        if (Required)
        {
            input.Attributes["required"] = "required";
        }

        if (Autocomplete is not null)
        {
            input.Attributes["autocomplete"] = Autocomplete;
        }

        if (Autofocus)
        {
            input.Attributes["autofocus"] = "autofocus";
        }

        return input;
    }

    private static TagBuilder Option(string value, string text, bool isSelected)
    {
        var option = new TagBuilder("option") { Attributes = { ["value"] = value } };
        if (isSelected)
        {
            option.Attributes["selected"] = "selected";
        }

        option.InnerHtml.Append(text);
        return option;
    }
}
