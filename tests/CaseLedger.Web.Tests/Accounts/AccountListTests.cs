using System.Text.RegularExpressions;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Http;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Tests.Accounts;

/// <summary>The lists of accounts and invitations, with very many in them.</summary>
public sealed partial class AccountListTests(ManyAccounts many) : IClassFixture<ManyAccounts>
{
    private AccountTable Table => many.Server.Services.GetRequiredService<AccountTable>();

    private InvitationTable Invitations => many.Server.Services.GetRequiredService<InvitationTable>();

    [Fact]
    public async Task Pages_HoldEveryAccountOnce_AlthoughManyWereMadeInOneMoment()
    {
        var (ids, order, cursor) = (new HashSet<Guid>(), new List<Instant>(), (string?)null);
        do
        {
            var page = await Table.List(null, cursor is null ? null : Read(cursor), new(500), CancellationToken.None);
            Assert.All(page.Items, account => Assert.True(ids.Add(account.Id)));
            order.AddRange(page.Items.Select(account => account.CreatedAt));
            cursor = page.Next;
        }
        while (cursor is not null && ids.Count < 5_000);

        Assert.Equal(order.OrderDescending(), order);
        Assert.True(ids.Count >= 5_000);
    }

    [Theory]
    [InlineData("person-77777@", "artist:p77777")]
    [InlineData("PERSON-77777@example.com", "artist:p77777")]
    [InlineData("artist:p77777", "artist:p77777")]
    [InlineData("Artist:P77777", "artist:p77777")]
    [InlineData("artist:of-77777", "artist:p77777")]
    [InlineData("Singer 7777", "artist:p7777", "artist:p77770", "artist:p77777")]
    public async Task Search_FindsByHowAnAddressOrAnAccountBegins_OrByWordsOfTheNote(string sought, params string[] among)
    {
        var found = await Table.List(sought, null, new(500), CancellationToken.None);

        Assert.InRange(found.Items.Count, 1, 11);
        Assert.Superset(among.ToHashSet(), found.Items.Select(account => account.ActsAs.ToString()).ToHashSet());
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("' & !")]
    [InlineData("example.com")]
    [InlineData("<script>")]
    public async Task Search_ForWhatIsNowhere_FindsNothing(string sought)
    {
        Assert.Empty((await Table.List(sought, null, PageLimit.Usual, CancellationToken.None)).Items);
        Assert.Empty((await Invitations.List(sought, null, PageLimit.Usual, CancellationToken.None)).Items);
        var manager = await Visit.SignedIn(many.Server, "manager", $"manager:seeks-{Guid.NewGuid():N}");
        Assert.Contains("No account is like this", (await manager.Get($"/accounts?q={Uri.EscapeDataString(sought)}")).Text, StringComparison.Ordinal);
        Assert.Contains("No invitation has these words", (await manager.Get($"/accounts/invitations?q={Uri.EscapeDataString(sought)}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASearchThatFindsVeryMany_IsPagedLikeTheOthers()
    {
        var first = await Table.List("person", null, new(500), CancellationToken.None);
        var second = await Table.List("person", Read(first.Next!), new(500), CancellationToken.None);

        Assert.Equal(1_000, first.Items.Concat(second.Items).Select(account => account.Id).Distinct().Count());
        Assert.All(first.Items.Concat(second.Items), account => Assert.StartsWith("person", account.Email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invitations_ArePagedAndSearched()
    {
        var first = await Invitations.List("singer", null, new(500), CancellationToken.None);
        var second = await Invitations.List("singer", Read(first.Next!), new(500), CancellationToken.None);

        Assert.Empty(first.Items.Select(one => one.Id).Intersect(second.Items.Select(one => one.Id)));
        Assert.Equal("singer 43217", Assert.Single((await Invitations.List("43217 SING", null, PageLimit.Usual, CancellationToken.None)).Items).Label);
    }

    [Theory]
    [InlineData("not-a-cursor")]
    [InlineData("AAAA")]
    public async Task AForeignCursor_BeginsAtTheBeginning(string cursor)
    {
        var manager = await Visit.SignedIn(many.Server, "manager", $"manager:cursor-{Guid.NewGuid():N}");

        Assert.Equal(200, (await manager.Get($"/accounts?cursor={cursor}")).Status);
        Assert.Equal(200, (await manager.Get($"/accounts/invitations?cursor={cursor}")).Status);
    }

    [Fact]
    public async Task ThePage_LeadsOn_AndToEachAccount()
    {
        var manager = await Visit.SignedIn(many.Server, "manager", "manager:leads");
        var page = await manager.Get("/accounts?q=person-9");

        Assert.Equal(50, Row().Count(page.Text));
        var next = Next().Match(page.Text).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        Assert.Equal(50, Row().Count((await manager.Get(next)).Text));
        Assert.Equal(200, (await manager.Get("/accounts/artist:p99999")).Status);
        Assert.Equal(404, (await manager.Get("/accounts/artist:none")).Status);
        Assert.Equal(404, (await manager.Get("/accounts/nothing")).Status);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("person-777", false)]
    [InlineData("artist:of-33", false)]
    [InlineData("singer 999", false)]
    [InlineData("person", true)]
    public async Task NoList_WalksThroughAllAccounts(string? sought, bool isWide)
    {
        foreach (var explain in new Action<NpgsqlCommand>[]
        {
            command => AccountTable.Ask(command, sought, isWide, null, PageLimit.Usual), command => InvitationTable.Ask(command, sought, null, PageLimit.Usual),
        })
        {
            await using var connection = await many.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand { Connection = connection };
            explain(command);
            command.CommandText = $"explain {command.CommandText}";
            var plan = new List<string>();
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            {
                plan.Add(rows.GetString(0));
            }

            Assert.False(plan.Any(line => line.Contains("Seq Scan", StringComparison.Ordinal)), string.Join('\n', plan));
        }
    }

    private static Cursor Read(string cursor)
    {
        Assert.True(Cursor.TryParse(cursor, out var read));
        return read;
    }

    [GeneratedRegex("<th scope=\"row\"><a href=\"/accounts/artist:p")]
    private static partial Regex Row();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex Next();
}

/// <summary>A server with 100,000 accounts and as many used invitations, a thousand of each made in one moment.</summary>
public sealed class ManyAccounts(Postgres postgres) : IAsyncLifetime
{
    private NpgsqlDataSource? _owner;

    public TestServer Server { get; } = new(postgres);

    internal NpgsqlDataSource Owner => _owner!;

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        _owner = NpgsqlDataSource.Create(Server.ConnectionString);
        await using var fill = _owner.CreateCommand(
            """
            insert into accounts.account (id, acts_as, role, artist_account, created_at, email, normalized_email, user_name, normalized_user_name,
                email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
              select gen_random_uuid(), 'artist:p' || n, 'artist', 'artist:of-' || n, timestamptz '2024-01-01' + (n / 1000) * interval '1 hour',
                'person-' || n || '@example.com', 'PERSON-' || n || '@EXAMPLE.COM', 'person-' || n, 'PERSON-' || n, false, false, false, true, 0
                from generate_series(1, 100000) n;
            insert into accounts.invitation (id, hash, role, artist_account, label, created_by, created_at, expires_at, used_at, used_by)
              select gen_random_uuid(), sha256(n::text::bytea), 'artist', 'artist:of-' || n, 'singer ' || n, 'agent:a',
                timestamptz '2024-01-01' + (n / 1000) * interval '1 hour', timestamptz '2024-02-01', timestamptz '2024-01-02', 'artist:p' || n
                from generate_series(1, 100000) n;
            analyze accounts.account, accounts.invitation;
            """);
        fill.CommandTimeout = 300;
        await fill.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await Server.DisposeAsync();
    }
}
