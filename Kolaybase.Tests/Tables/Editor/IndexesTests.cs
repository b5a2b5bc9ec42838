using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Tables.Editor;

public class IndexesTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Indexes_are_made_listed_and_dropped(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key, \"a b\" text, tags text[]); create index by_length on t (length(\"a b\"))");

        var made = await project.ExpectAsync(201, "POST", "/t/indexes", """{"columns": ["a b", "id"], "isUnique": true, "where": "id > 5"}""");
        Assert.Equal(("t_a b_id_idx", "btree", true, false, "(id > 5)", true), (
            made.GetProperty("name").GetString(), made.GetProperty("method").GetString(), made.GetProperty("isUnique").GetBoolean(), made.GetProperty("isPrimary").GetBoolean(), made.GetProperty("where").GetString(), made.GetProperty("valid").GetBoolean()));
        Assert.Equal(["\"a b\"", "id"], made.GetProperty("columns").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("CREATE UNIQUE INDEX \"t_a b_id_idx\" ON public.t USING btree (\"a b\", id) WHERE (id > 5)", made.GetProperty("definition").GetString());
        await project.ExpectAsync(201, "POST", "/t/indexes", """{"columns": ["tags"], "method": "gin", "name": "by/tags"}""");
        Assert.Equal("t_a b_id_idx1", (await project.ExpectAsync(201, "POST", "/t/indexes", """{"columns": ["a b", "id"]}""")).GetProperty("name").GetString());
        Assert.Equal(["by/tags", "by_length", "t_a b_id_idx", "t_a b_id_idx1", "t_pkey"], await NamesAsync(project));

        await project.ExpectAsync(200, "DELETE", "/t/indexes/by%2Ftags");
        await project.ExpectAsync(200, "DELETE", "/t/indexes/by_length");
        Assert.Equal("Drop the constraint, which takes its index along.", (await project.RefusedAsync(409, "2BP01", "DELETE", "/t/indexes/t_pkey")).Hint);
        Assert.Equal("Perhaps you meant the index \"t_pkey\".", (await project.RefusedAsync(404, "42704", "DELETE", "/t/indexes/t_pkye")).Hint);
        Assert.Equal(["t_a b_id_idx", "t_a b_id_idx1", "t_pkey"], await NamesAsync(project));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_is_no_index_is_refused(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create table t (id int primary key, a int, j json); insert into t values (1, 1), (2, 1); create view v as select 1 as id; create table p (id int) partition by list (id)");

        Assert.Equal("The first: 1", (await project.RefusedAsync(409, "23505", "POST", "/t/indexes", """{"columns": ["a"], "isUnique": true}""")).Details);
        await project.RefusedAsync(409, "42P07", "POST", "/t/indexes", """{"columns": ["a"], "name": "t_pkey"}""");
        await project.RefusedAsync(409, "42P07", "POST", "/t/indexes", """{"columns": ["a"], "name": "t_pkey", "concurrently": true}""");
        await project.RefusedAsync(400, "42703", "POST", "/t/indexes", """{"columns": ["b"]}""");
        await project.RefusedAsync(400, "42703", "POST", "/t/indexes", """{"columns": ["b"], "concurrently": true}""");
        await project.RefusedAsync(400, "42704", "POST", "/t/indexes", """{"columns": ["j"]}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/indexes", """{"columns": []}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/indexes", """{"columns": ["a"], "method": "hash", "isUnique": true}""");
        await project.RefusedAsync(400, "KB002", "POST", "/t/indexes", """{"columns": ["a"], "where": "a > 1; drop table t"}""");
        await project.RefusedAsync(400, "42809", "POST", "/v/indexes", """{"columns": ["id"]}""");
        await project.RefusedAsync(400, "42809", "POST", "/p/indexes", """{"columns": ["id"], "concurrently": true}""");
        await project.RefusedAsync(404, "42P01", "POST", "/nope/indexes", """{"columns": ["id"], "concurrently": true}""");
        Assert.Equal(["t_pkey"], await NamesAsync(project));
    }

    [Fact]
    public async Task A_concurrent_build_is_a_job_whose_end_the_activity_tells()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync("create table t (id int primary key, a int)");

        var accepted = await project.ExpectAsync(202, "POST", "/t/indexes", """{"columns": ["a"], "concurrently": true}""");

        Assert.Equal("t_a_idx", accepted.GetProperty("name").GetString());
        var entry = Assert.Single((await project.ProjectCallAsync("GET", "/activity", Caller.Viewer)).Json.EnumerateArray());
        Assert.Equal((accepted.GetProperty("activityId").GetGuid(), "index.create", "public.t.t_a_idx", "pending"),
            (entry.GetProperty("id").GetGuid(), entry.GetProperty("action").GetString(), entry.GetProperty("subject").GetString(), entry.GetProperty("outcome").GetString()));

        // The name of one that is yet to be built is taken.
        Assert.Equal("t_a_idx1", (await project.ExpectAsync(202, "POST", "/t/indexes", """{"columns": ["a"], "concurrently": true}""")).GetProperty("name").GetString());
        await project.RefusedAsync(409, "42P07", "POST", "/t/indexes", """{"columns": ["a"], "name": "t_a_idx", "isUnique": true, "concurrently": true}""");
    }

    private static async Task<IEnumerable<string?>> NamesAsync(TablesProject project) =>
        (await project.ExpectAsync(200, "GET", "/t/indexes", caller: Caller.Viewer)).EnumerateArray().Select(k => k.GetProperty("name").GetString());
}
