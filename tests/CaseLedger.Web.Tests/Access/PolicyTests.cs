using CaseLedger.Web.Access;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;

namespace CaseLedger.Web.Tests.Access;

public sealed class PolicyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void EveryEndpoint_SaysWhoMayUseIt()
    {
        Assert.True(server.Endpoints.Count > 40);
        var silent = server.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowedRoles>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.Empty(silent);
    }
}
