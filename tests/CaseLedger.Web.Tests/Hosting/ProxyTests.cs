using System.Net;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Hosting;

/// <summary>Who is believed that a request came over https, without which no browser keeps a session's cookie.</summary>
public sealed class ProxyTests(Postgres postgres)
{
    [Theory]
    [InlineData("172.18.0.1", "https", true)]
    [InlineData("127.0.0.1", "https", true)]
    [InlineData("203.0.113.9", "https", false)]
    [InlineData("172.18.0.1", "http", false)]
    public async Task Proxy_OfATrustedNetwork_IsBelieved_AndNobodyElse(string address, string proto, bool isBelieved)
    {
        await using var server = new TestServer(postgres) { Settings = new() { TrustedProxies = [IPNetwork.Parse("172.16.0.0/12")] } };
        await server.InitializeAsync();

        var answer = await server.AskFrom(IPAddress.Parse(address), "/sign-in", ("X-Forwarded-Proto", proto), ("X-Forwarded-For", "198.51.100.7"));

        Assert.Equal(200, answer.Response.StatusCode);
        Assert.Equal(isBelieved, answer.Request.IsHttps);
        // Whoever is believed about the one is believed about the other.
        Assert.Equal(isBelieved || proto == "http" ? "198.51.100.7" : address, $"{answer.Connection.RemoteIpAddress}");
        Assert.Equal(isBelieved, answer.Response.Headers.ContainsKey("Strict-Transport-Security"));
    }
}
