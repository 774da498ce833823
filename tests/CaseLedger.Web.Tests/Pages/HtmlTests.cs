using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

/// <summary>What looks for danger in pages finds it: a check that finds nothing in anything proves nothing.</summary>
public sealed class HtmlTests
{
    [Theory]
    [InlineData("<p>a<script>window.x=1</script></p>")]
    [InlineData("<script src=\"https://evil.example/x.js\"></script>")]
    [InlineData("<p title=\"a\" onmouseover=\"x()\">a</p>")]
    [InlineData("<img src=x onerror=x()>")]
    [InlineData("<svg onload=x()></svg>")]
    [InlineData("<a href=\"javascript:x()\">a</a>")]
    [InlineData("<a href=\" javascript:x()\">a</a>")]
    [InlineData("<a href=\"//evil.example\">a</a>")]
    [InlineData("<a href=\"/\\evil.example\">a</a>")]
    [InlineData("<a href=\"/\t/evil.example\">a</a>")]
    [InlineData("<form action=\"https://evil.example\"></form>")]
    [InlineData("<button formaction=\"data:text/html,x\">a</button>")]
    [InlineData("<div hx-get=\"https://evil.example\"></div>")]
    [InlineData("<div hx-on:click=\"x()\"></div>")]
    [InlineData("<base href=\"/elsewhere/\">")]
    [InlineData("<p style=\"color: red\">a</p>")]
    public void Dangers_OfWhatRunsOrLeadsElsewhere_AreFound(string html) => Assert.NotEmpty(Html.Dangers(html));

    [Theory]
    [InlineData("<p>&lt;script&gt;window.x=1&lt;/script&gt;&lt;img src=x onerror=x()&gt;</p>")]
    [InlineData("<input value=\"&quot;&gt;&lt;script&gt;\"><textarea>\n&lt;/textarea&gt;&lt;script&gt;</textarea>")]
    [InlineData("<script src=\"/js/site.js?v=1\" type=\"module\"></script><a href=\"/cases?q=javascript:x\">javascript:x</a><a href=\"#event-1\">1</a>")]
    public void Dangers_OfText_AreNone(string html) => Assert.Empty(Html.Dangers(html));
}
