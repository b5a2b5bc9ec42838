using Kolaybase.Tests.Auth.Support;

namespace Kolaybase.Tests.Pooler;

/// <summary>The data API by way of PgBouncer in transaction mode, everything else directly.</summary>
[Collection(PoolerFixture.Collection)]
public sealed class TransactionModeTests(PoolerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_prepared_statements_requests_of_all_roles_share_connections_and_none_sees_anothers_rights_or_settings()
    {
        var project = await ProjectAsync();
        var (pooler, api) = await fixture.StartApiThroughAsync("transaction", ("Kolaybase:ProjectConnections:Prepared", "0"));
        await using var closing = pooler;
        await using var stopping = api;
        var (anon, service) = (new EndUserClient(api.Client, project.AnonKey), new EndUserClient(api.Client, project.ServiceKey));
        await Parallel.ForEachAsync(Enumerable.Range(0, 120), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (n, _) =>
        {
            switch (n % 4)
            {
                case 0:
                    Assert.Equal("""[{"title":"open"}]""", (await anon.GetAsync("/api/rest/v1/notes?select=title")).Expect(200).GetRawText());
                    break;
                case 1:
                    Assert.Equal("""[{"title":"closed"},{"title":"open"}]""", (await service.GetAsync("/api/rest/v1/notes?select=title&order=title")).Expect(200).GetRawText());
                    break;
                case 2:
                    (await service.PostAsync("/api/rest/v1/visits", new { n })).Expect(201);
                    break;
                default:
                    // Leaves settings in whatever session it gets.
                    (await anon.PostAsync("/api/rest/v1/rpc/leave")).Expect(204);
                    break;
            }
        });
        Assert.Equal("""[{"count":30}]""", (await service.GetAsync("/api/rest/v1/visits?select=count()")).Expect(200).GetRawText());
    }

    private async Task<PooledProject> ProjectAsync()
    {
        var project = await fixture.CreateAsync();
        (await fixture.Owner.PostAsync("/api/sql/execute", new
        {
            projectId = project.Id,
            query = """
                create table notes (title text, open boolean);
                insert into notes values ('open', true), ('closed', false);
                alter table notes enable row level security;
                create policy open on notes for select to anon using (open);
                grant select on notes to anon;
                create table visits (n int);
                create function leave() returns void language sql as $$
                    select set_config('search_path', 'nowhere', false), set_config('kolaybase.mine', 'left', false), set_config('default_transaction_read_only', 'on', false)
                $$;
                grant execute on function leave() to anon
                """,
        })).Expect(200);
        return project;
    }
}
