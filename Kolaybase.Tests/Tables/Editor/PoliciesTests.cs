using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables.Editor;

public class PoliciesTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_policy_is_made_changed_and_dropped_and_rows_follow_it(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key); insert into t values (1), (2), (3); grant select on t to anon");
        Assert.True((await project.ExpectAsync(200, "PATCH", "/t", """{"rlsEnabled": true}""")).GetProperty("rlsEnabled").GetBoolean());
        Assert.Equal(0, await SeenAsync());

        var made = await project.ExpectAsync(201, "POST", "/t/policies", """{"name": "small ones", "command": "SELECT", "roles": ["anon", "authenticated"], "using": "id < 3"}""");
        Assert.Equal("""[{"name":"small ones","command":"SELECT","roles":["anon","authenticated"],"permissive":true,"using":"(id < 3)","check":null}]""", Sorted(made.GetRawText()));
        Assert.Equal(2, await SeenAsync());

        var changed = await project.ExpectAsync(200, "PUT", "/t/policies/small%20ones", """{"name": "smallest", "using": "id < 2", "roles": ["public"]}""");
        Assert.Equal("""{"name":"smallest","command":"SELECT","roles":["public"],"permissive":true,"using":"(id < 2)","check":null}""", changed.GetRawText());
        Assert.Equal(1, await SeenAsync());

        await project.ExpectAsync(200, "DELETE", "/t/policies/smallest");
        Assert.Equal(0, await SeenAsync());
        await project.ExpectAsync(200, "PATCH", "/t", """{"rlsEnabled": false}""");
        Assert.Equal(3, await SeenAsync());

        async Task<int> SeenAsync() => (await project.ExpectAsync(200, "GET", "/t/rows", caller: Caller.Anon)).GetProperty("total").GetInt32();

        // Roles come in the order of their oids, which is that of their making on the server.
        static string Sorted(string json) => json.Replace("[\"authenticated\",\"anon\"]", "[\"anon\",\"authenticated\"]", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_template_makes_the_grants_and_policies_that_its_name_says(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync($"""
            create table t (id int primary key, whose uuid, other text);
            insert into t values (1, '{project.UserId}', null), (2, null, null);
            revoke all on t from anon, authenticated;
            alter table t enable row level security;
            """);

        var owner = await project.ExpectAsync(201, "POST", "/t/policies", """{"template": "owner", "column": "whose"}""");
        Assert.Equal(["Owners delete", "Owners insert", "Owners read", "Owners update"], owner.EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal(1, (await project.RestAsync("GET", "/t", caller: Caller.User)).Json.GetArrayLength());
        Assert.Equal(401, (await project.RestAsync("GET", "/t")).Status);
        await project.RefusedAsync(409, "42710", "POST", "/t/policies", """{"template": "owner", "column": "whose"}""");
        await project.RefusedAsync(400, "42703", "POST", "/t/policies", """{"template": "owner"}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/policies", """{"template": "owner", "column": "other"}""");

        Assert.Equal(1, (await project.ExpectAsync(201, "POST", "/t/policies", """{"template": "authenticated-read"}""")).GetArrayLength());
        Assert.Equal(2, (await project.RestAsync("GET", "/t", caller: Caller.User)).Json.GetArrayLength());
        Assert.Equal(401, (await project.RestAsync("GET", "/t")).Status);
        await project.ExpectAsync(201, "POST", "/t/policies", """{"template": "public-read"}""");
        Assert.Equal(2, (await project.RestAsync("GET", "/t")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("""{"command": "SELECT", "using": "true"}""", "KB002")]
    [InlineData("""{"name": ""}""", "KB002")]
    [InlineData("""{"name": "p"}""", "KB002")]
    [InlineData("""{"name": "p", "command": "INSERT", "using": "true"}""", "KB002")]
    [InlineData("""{"name": "p", "command": "SELECT", "using": "true", "check": "true"}""", "KB002")]
    [InlineData("""{"name": "p", "command": "DELETE", "check": "true"}""", "KB002")]
    [InlineData("""{"name": "p", "using": "true", "roles": []}""", "KB002")]
    [InlineData("""{"name": "p", "using": "true", "roles": ["anon", "anon"]}""", "KB002")]
    [InlineData("""{"name": "p", "using": "true", "roles": ["postgres"]}""", "KB002")]
    [InlineData("""{"name": "p", "using": "true); drop table t; --"}""", "KB002")]
    [InlineData("""{"name": "p", "using": "nope = 1"}""", "42703")]
    [InlineData("""{"name": "p", "using": "id"}""", "42804")]
    [InlineData("""{"name": "p", "template": "public-read"}""", "KB002")]
    [InlineData("""{"template": "public-read", "column": "id"}""", "KB002")]
    [InlineData("""{"template": "nope"}""", "KB002")]
    public async Task What_is_no_policy_is_refused(string body, string code)
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int primary key)");

        await project.RefusedAsync(400, code, "POST", "/t/policies", body);
        Assert.Equal("[]", (await project.ExpectAsync(200, "GET", "/t/policies")).GetRawText());
    }

    [Fact]
    public async Task What_a_policy_can_not_become_is_refused()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int primary key); create policy reads on t for select using (true); create policy other on t for insert with check (true); create view v as select 1 as id");

        await project.RefusedAsync(400, "KB002", "PUT", "/t/policies/reads", "{}");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/policies/reads", """{"check": "true"}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/policies/other", """{"using": "true"}""");
        await project.RefusedAsync(400, "KB002", "PUT", "/t/policies/reads", """{"command": "ALL"}""");
        await project.RefusedAsync(409, "42710", "PUT", "/t/policies/reads", """{"name": "other"}""");
        Assert.Equal("Perhaps you meant the policy \"reads\".", (await project.RefusedAsync(404, "42704", "PUT", "/t/policies/read", """{"using": "true"}""")).Hint);
        await project.RefusedAsync(404, "42704", "DELETE", "/t/policies/nope");
        await project.RefusedAsync(400, "42809", "POST", "/v/policies", """{"template": "public-read"}""");
        await project.RefusedAsync(400, "42809", "PATCH", "/v", """{"rlsEnabled": true}""");
    }
}
