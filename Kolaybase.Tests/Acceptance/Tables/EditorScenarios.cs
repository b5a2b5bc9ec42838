using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Tables;

/// <summary>What a table editor needs beyond the contract (docs/tables.md, docs/types.md, docs/accounts-and-teams.md).</summary>
public class EditorScenarios
{
    [Fact]
    public async Task A_table_is_renamed_described_and_closed()
    {
        var (member, project, tables) = await StartAsync();
        (await member.PatchAsync(tables + "/news", new { name = "articles", comment = "What we wrote", rlsEnabled = false })).Expect(200)
            .MustBe("""{"name":"articles","schema":"public","kind":"table","rlsEnabled":false,"comment":"What we wrote"}""");
        (await member.AsAnon(project).GetAsync("/api/rest/v1/articles")).Expect(200);
        (await member.AsAnon(project).GetAsync("/api/rest/v1/news")).Expect(404, "PGRST205");
        (await member.PatchAsync(tables + "/articles", new { comment = (string?)null })).Expect(200).MustBe("""{"name":"articles","schema":"public","kind":"table","rlsEnabled":false,"comment":null}""");
        (await member.PatchAsync(tables + "/articles", new { })).Expect(400, "KB002");
        (await member.PatchAsync(tables + "/articel", new { name = "x" })).Expect(404, "42P01");
        (await member.AsAnon(project).PatchAsync(tables + "/articles", new { name = "x" })).Expect(403, "KB105");
        (await (await member.SignUpAsync()).PatchAsync(tables + "/articles", new { name = "x" })).Expect(404, "KB110");
    }

    [Fact]
    public async Task Constraints_name_the_rows_that_are_in_the_way()
    {
        var (member, project, tables) = await StartAsync();
        foreach (var title in new[] { "one", "one", "two" })
        {
            (await member.PostAsync(tables + "/news/rows", new { title })).Expect(201);
        }

        (await member.PostAsync(tables + "/news/constraints", new { kind = "unique", columns = new[] { "title" } })).Expect(409, "23505").MustBe("details", "The first: \"one\"");
        (await member.PostAsync(tables + "/news/constraints", new { kind = "check", expression = "title <> 'two'" })).Expect(409, "23514").MustBe("details", "The first: {\"id\":3}");
        (await member.PostAsync(tables + "/news/constraints", new { kind = "check", expression = "title <> 'three'", name = "no three" })).Expect(201)
            .MustBe("""{"name":"no three","kind":"check","columns":["title"],"expression":"(title <> 'three'::text)","validated":true}""");
        (await member.PostAsync(tables + "/news/rows", new { title = "three" })).Expect(400, "23514");
        (await member.AsAnon(project).GetAsync(tables + "/news/constraints")).Expect(403, "KB105");
        (await member.DeleteAsync(tables + "/news/constraints/no%20tree")).Expect(404, "42704").MustBe("hint", "Perhaps you meant the constraint \"no three\".");
        (await member.DeleteAsync(tables + "/news/constraints/no%20three")).Expect(200);
        (await member.PostAsync(tables + "/news/rows", new { title = "three" })).Expect(201);
    }

    [Fact]
    public async Task Policies_come_from_templates_and_by_hand()
    {
        var (member, project, tables) = await StartAsync();
        var anon = member.AsAnon(project);
        (await member.PostAsync(tables, new { name = "secrets", columns = new[] { new { name = "id", type = "int", isPrimary = true } } })).Expect(201);
        (await member.PostAsync(tables + "/secrets/rows", new { id = 1 })).Expect(201);
        (await anon.GetAsync("/api/rest/v1/secrets")).Expect(401, "42501");
        (await member.PostAsync(tables + "/secrets/policies", new { template = "public-read" })).Expect(201);
        (await anon.GetAsync("/api/rest/v1/secrets")).Expect(200).MustBe("""[{"id":1}]""");
        (await member.PutAsync(tables + "/secrets/policies/Anybody%20reads", new { @using = "id > 1" })).Expect(200);
        (await anon.GetAsync("/api/rest/v1/secrets")).Expect(200).MustBe("[]");
        (await member.PostAsync(tables + "/secrets/policies", new { name = "p", command = "INSERT", @using = "true" })).Expect(400, "KB002");
        (await member.PostAsync(tables + "/secrets/policies", new { template = "owner" })).Expect(400, "42703");
        (await anon.GetAsync(tables + "/secrets/policies")).Expect(403, "KB105");
        (await member.DeleteAsync(tables + "/secrets/policies/Anybody%20reads")).Expect(200);
        (await member.GetAsync(tables + "/secrets/policies")).Expect(200).MustBe("[]");
    }

    [Fact]
    public async Task Indexes_are_built_at_once_or_by_a_job()
    {
        var (member, project, tables) = await StartAsync();
        (await member.PostAsync(tables + "/news/indexes", new { columns = new[] { "title" } })).Expect(201).MustBe("name", "news_title_idx");
        var build = (await member.PostAsync(tables + "/news/indexes", new { columns = new[] { "title", "id" }, concurrently = true })).Expect(202).MustBe("name", "news_title_id_idx");
        await Kolaybase.Tests.Support.Eventually.TrueAsync(
            async () => (await member.GetAsync($"/api/projects/{project.Id}/activity")).Expect(200).Json.EnumerateArray()
                .Single(e => e.GetProperty("id").GetString() == build.Text("activityId")).GetProperty("outcome").GetString() == "done",
            "the index is built",
            TestContext.Current.CancellationToken);
        Assert.All((await member.GetAsync(tables + "/news/indexes")).Expect(200).Json.EnumerateArray(), i => Assert.True(i.GetProperty("valid").GetBoolean()));
        (await member.AsAnon(project).GetAsync(tables + "/news/indexes")).Expect(403, "KB105");
        (await member.DeleteAsync(tables + "/news/indexes/news_pkey")).Expect(409, "2BP01");
        (await member.DeleteAsync(tables + "/news/indexes/news_title_id_idx")).Expect(200);
    }

    [Fact]
    public async Task An_enumeration_is_a_type_of_columns()
    {
        var (member, project, tables) = await StartAsync();
        var enums = $"/api/projects/{project.Id}/enums";
        (await member.PostAsync(enums, new { name = "mood", values = new[] { "sad", "happy" } })).Expect(201).MustBe("""{"name":"mood","schema":"public","values":["sad","happy"]}""");
        (await member.PostAsync(enums, new { name = "mood", values = new[] { "sad" } })).Expect(409, "42710");
        (await member.PostAsync(tables + "/news/columns", new { name = "mood", type = "mood", defaultValue = "sad" })).Expect(201);
        (await member.PostAsync(tables + "/news/rows", new { mood = "merry" })).Expect(400, "22P02");
        (await member.PostAsync(enums + "/mood/values", new { value = "merry" })).Expect(201);
        (await member.PostAsync(tables + "/news/rows", new { mood = "merry" })).Expect(201);
        (await member.PutAsync(enums + "/mood/values", new { value = "merry", newValue = "glad" })).Expect(200).MustBe("""{"name":"mood","schema":"public","values":["sad","happy","glad"]}""");
        (await member.AsAnon(project).GetAsync(enums)).Expect(403, "KB105");
        (await member.DeleteAsync(enums + "/mood")).Expect(409, "2BP01");
        (await member.DeleteAsync(enums + "/mod")).Expect(404, "42704").MustBe("hint", "Perhaps you meant the enumeration \"mood\".");
    }

    [Fact]
    public async Task The_team_reads_who_did_what_and_nobody_else()
    {
        var (member, project, tables) = await StartAsync();
        var activity = $"/api/projects/{project.Id}/activity";
        (await member.AsService(project).DeleteAsync(tables + "/news")).Expect(200);

        var page = (await member.GetAsync(activity + "?limit=1")).Expect(200);
        Assert.Equal(("table.drop", "public.news", "done"), (page.Json[0].GetProperty("action").GetString(), page.Json[0].GetProperty("subject").GetString(), page.Json[0].GetProperty("outcome").GetString()));
        var next = (await member.GetAsync($"{activity}?cursor={page.Header("X-Next-Cursor")}")).Expect(200);
        Assert.Equal("table.create", next.Json[0].GetProperty("action").GetString());
        Assert.EndsWith("@example.com", next.Json[0].GetProperty("email").GetString(), StringComparison.Ordinal);
        Assert.Null(next.Header("X-Next-Cursor"));
        (await member.GetAsync(activity + "?limit=1000")).Expect(400, "KB003");
        (await member.AsService(project).GetAsync(activity)).Expect(401, "KB101");
        (await (await member.SignUpAsync()).GetAsync(activity)).Expect(404, "KB110");
    }

    [Theory]
    [InlineData("typescript", "export type Database = {")]
    [InlineData("csharp", "public sealed record News")]
    public async Task Types_tell_of_the_schema_of_the_moment(string language, string expected)
    {
        var (member, project, tables) = await StartAsync();
        var types = $"/api/projects/{project.Id}/types/{language}";
        Assert.Contains(expected, (await member.GetAsync(types)).Expect(200).Body, StringComparison.Ordinal);
        (await member.PostAsync(tables + "/news/columns", new { name = "added_later", type = "text" })).Expect(201);
        Assert.Contains("added_later", (await member.AsService(project).GetAsync(types)).Expect(200).Body, StringComparison.Ordinal);
        (await member.GetAsync(types + "?schema=nope")).Expect(404, "3F000");
        (await member.GetAsync(types + "?schema=public&schemas=public")).Expect(400, "KB003");
        (await member.AsAnon(project).GetAsync(types)).Expect(403, "KB105");
        (await member.AsNobody().GetAsync(types)).Expect(401, "KB101");
    }

    private static async Task<(AcceptanceClient Member, AcceptanceProject Project, string Tables)> StartAsync()
    {
        var member = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await member.CreateProjectAsync();
        var tables = $"/api/projects/{project.Id}/tables";
        (await member.PostAsync(tables, new
        {
            name = "news",
            access = "public-read",
            columns = new object[] { new { name = "id", type = "bigint", isPrimary = true, identity = true }, new { name = "title", type = "text" } },
        })).Expect(201);
        return (member, project, tables);
    }
}
