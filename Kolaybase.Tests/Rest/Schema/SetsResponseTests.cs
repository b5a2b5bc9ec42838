using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class SetsResponseTests
{
    private const string Quiet = """
        create schema hidden;
        create table t (id int primary key check (id > 0), name text default upper('x'), role text default current_setting('role'));
        alter table t enable row level security;
        create policy p on t using (name = current_setting('request.method', true));
        create view v as select id, current_setting('a.b', true) from t;
        create function f(t) returns text language sql return $1.name;
        create function g() returns int language plpgsql as 'begin return 1; end';
        create domain d as int default 1;
        """;

    /// <summary>Each alone makes it possible.</summary>
    private static readonly string[] Possible =
    [
        "create function x() returns text language plpgsql as $$ begin return set_config('response.status', '201', true); end $$",
        "create function x() returns void language plpgsql as $$ begin set local response.headers = '[]'; end $$",
        "create function x(what text) returns void language plpgsql as $$ begin Execute what; end $$",
        "create function x(k text, v text) returns text language sql as 'select set_config(k, v, true)'",
        "create function x(k text, v text) returns text language sql return set_config(k, v, true)",
        "create function hidden.x() returns text language sql return upper(set_config('response.status', '201', true))",
        "create procedure hidden.x() language plpgsql as $$ begin perform set_config('response.status', '201', true); end $$",
        "create view x as select set_config('response.status', '201', true)",
        "create view hidden.x as select * from (select set_config('response.status', '201', true)) s",
        "create rule x as on insert to v do instead select set_config('response.status', '201', true)",
        "create policy x on t using (set_config('response.status', '201', true) is not null)",
        "create policy x on t for insert with check (set_config('response.status', '201', true) is not null)",
        "alter table t alter column name set default set_config('response.status', '201', true)",
        "alter table t add check (set_config('response.status', '201', true) is not null)",
        "create domain x as text default set_config('response.status', '201', true)",
        "create function hidden.tg() returns trigger language plpgsql as 'begin return new; end'; create trigger x before insert on t for each row when (set_config('response.status', '201', true) is not null) execute function hidden.tg()",
        "create aggregate x(text, boolean) (sfunc = set_config, stype = text)",
    ];

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Where_nothing_can_set_the_response_it_is_known(int major)
    {
        await using var database = await RestDatabase.CreateAsync(major, 1);
        Assert.False(await SetsAsync(database));

        await database.ExecuteAsync(Quiet);
        Assert.False(await SetsAsync(database));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Whatever_may_set_the_response_is_seen(int major)
    {
        await using var database = await RestDatabase.CreateAsync(major, 2);
        await database.ExecuteAsync(Quiet);
        await using var owner = await database.OpenOwnerAsync();
        foreach (var sql in Possible)
        {
            // Each is undone, so that the next stands alone; the catalogue is read by who made it.
            await using var transaction = await owner.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var command = new Npgsql.NpgsqlCommand(sql, owner))
            {
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            Assert.True((await SchemaLoader.LoadAsync(owner, ["public"], TestContext.Current.CancellationToken)).SetsResponse, sql);
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(await SetsAsync(database));
    }

    private static async Task<bool> SetsAsync(RestDatabase database)
    {
        await using var connection = await database.OpenAuthenticatorAsync(TestContext.Current.CancellationToken);
        return (await SchemaLoader.LoadAsync(connection, ["public"], TestContext.Current.CancellationToken)).SetsResponse;
    }
}
