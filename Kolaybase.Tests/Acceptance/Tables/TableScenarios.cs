using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Tables;

/// <summary>Contract, section 3.</summary>
public class TableScenarios
{
    [Fact]
    public async Task A_member_makes_a_table_and_everybody_reads_it()
    {
        var (member, project, tables) = await StartAsync();
        (await member.PostAsync(tables, Table("news", "public-read"))).Expect(201)
            .MustBe("""
                {"name":"news","schema":"public","columns":[
                  {"name":"id","type":"bigint","nullable":false,"defaultValue":null,"isPrimary":true,"isUnique":false,"isIdentity":true,"comment":null,"isGenerated":false},
                  {"name":"title","type":"text","nullable":true,"defaultValue":"'draft'::text","isPrimary":false,"isUnique":false,"isIdentity":false,"comment":null,"isGenerated":false}]}
                """);
        (await member.AsService(project).PostAsync(tables + "/news/rows", new { title = "hello" })).Expect(201).MustBe("""{"id":1,"title":"hello"}""");

        var anon = member.AsAnon(project);
        (await anon.GetAsync(tables)).Expect(200).MustBe("""[{"name":"news","schema":"public","rowCount":1,"rowCountIsEstimate":false,"rlsEnabled":true,"comment":null,"kind":"table"}]""");
        (await anon.GetAsync(tables + "/news/rows")).Expect(200).MustBe("""{"rows":[{"id":1,"title":"hello"}],"total":1,"totalIsEstimate":false,"page":1,"limit":50,"totalPages":1}""");
        (await anon.GetAsync("/api/rest/v1/news?title=eq.hello")).Expect(200).MustBe("""[{"id":1,"title":"hello"}]""");
        (await anon.PostAsync(tables + "/news/rows", new { title = "spam" })).Expect(403, "KB105");
        (await anon.DeleteAsync(tables + "/news")).Expect(403, "KB105");
        (await anon.GetAsync(tables + "/news/rows")).Expect(200).MustNotContain("spam");
    }

    [Fact]
    public async Task A_table_is_closed_unless_it_says_otherwise()
    {
        var (member, project, tables) = await StartAsync();
        (await member.PostAsync(tables, Table("secrets", null))).Expect(201);
        (await member.PostAsync(tables + "/secrets/rows", new { title = "classified" })).Expect(201);

        var anon = member.AsAnon(project);
        (await anon.GetAsync(tables)).Expect(200).MustBe("[]");
        (await anon.GetAsync(tables + "/secrets/columns")).Expect(404, "42P01");
        (await anon.GetAsync(tables + "/secrets/rows")).Expect(404, "42P01").MustNotContain("classified");
        (await anon.GetAsync(tables + "/secretz/rows")).Expect(404, "42P01").MustNotContain("\"secrets\"");
        (await member.AsNobody().GetAsync(tables)).Expect(401, "KB101");
        (await (await member.SignUpAsync()).GetAsync(tables)).Expect(404, "KB110");
    }

    [Fact]
    public async Task Columns_are_added_changed_and_dropped_and_the_data_API_follows_at_once()
    {
        var (member, project, tables) = await StartAsync();
        var anon = member.AsAnon(project);
        (await anon.GetAsync("/api/rest/v1/news")).Expect(404, "PGRST205");
        (await member.PostAsync(tables, Table("news", "public-read"))).Expect(201);
        (await member.PostAsync(tables + "/news/rows", new { })).Expect(201).MustBe("""{"id":1,"title":"draft"}""");
        (await anon.GetAsync("/api/rest/v1/news")).Expect(200).MustBe("""[{"id":1,"title":"draft"}]""");

        (await member.PostAsync(tables + "/news/columns", new { name = "stars", type = "int", nullable = false, defaultValue = 3 })).Expect(201)
            .MustBe("""{"name":"stars","type":"integer","nullable":false,"defaultValue":"3","isPrimary":false,"isUnique":false,"isIdentity":false,"comment":null,"isGenerated":false}""");
        (await anon.GetAsync("/api/rest/v1/news?stars=eq.3&select=stars")).Expect(200).MustBe("""[{"stars":3}]""");

        (await member.PutAsync(tables + "/news/columns/stars", new { name = "rank", type = "uuid" })).Expect(400, "42804");
        (await member.PutAsync(tables + "/news/columns/stars", new { name = "rank", type = "numeric(4,1)", nullable = true, defaultValue = (int?)null })).Expect(200)
            .MustBe("""{"name":"rank","type":"numeric(4,1)","nullable":true,"defaultValue":null,"isPrimary":false,"isUnique":false,"isIdentity":false,"comment":null,"isGenerated":false}""");
        (await anon.GetAsync("/api/rest/v1/news?select=rank")).Expect(200).MustBe("""[{"rank":3.0}]""");

        (await member.DeleteAsync(tables + "/news/columns/rank")).Expect(200);
        (await anon.GetAsync("/api/rest/v1/news?select=rank")).Expect(400, "42703");
        (await member.DeleteAsync(tables + "/news")).Expect(200);
        (await anon.GetAsync("/api/rest/v1/news")).Expect(404, "PGRST205");
    }

    [Fact]
    public async Task A_row_edit_is_exact_or_nothing()
    {
        var (member, _, tables) = await StartAsync();
        (await member.PostAsync(tables, Table("news", null))).Expect(201);
        foreach (var title in new[] { "one", "two" })
        {
            (await member.PostAsync(tables + "/news/rows", new { title })).Expect(201);
        }

        (await member.PutAsync(tables + "/news/rows", new { pkWhere = new { id = 1 }, data = new { title = "uno" } })).Expect(200).MustBe("""{"id":1,"title":"uno"}""");
        (await member.PutAsync(tables + "/news/rows", new { pkWhere = new { title = "two" }, data = new { title = "all" } })).Expect(400, "KB304");
        (await member.PutAsync(tables + "/news/rows", new { pkWhere = new { }, data = new { title = "all" } })).Expect(400, "KB304");
        (await member.PutAsync(tables + "/news/rows", new { pkWhere = new { id = 9 }, data = new { title = "all" } })).Expect(404, "KB305");
        (await DeleteRowAsync(member, tables, new { id = 9 })).Expect(404, "KB305");
        (await DeleteRowAsync(member, tables, new { id = 2 })).Expect(200).MustBe("""{"deleted":1}""");
        (await member.GetAsync(tables + "/news/rows")).Expect(200).MustBe("""{"rows":[{"id":1,"title":"uno"}],"total":1,"totalIsEstimate":false,"page":1,"limit":50,"totalPages":1}""");
    }

    [Fact]
    public async Task A_column_points_to_another_table_and_the_data_API_embeds_it()
    {
        var (member, project, tables) = await StartAsync();
        (await member.PostAsync(tables, Table("authors", "public-read"))).Expect(201);
        (await member.PostAsync(tables, Table("news", "public-read"))).Expect(201);
        (await member.PostAsync(tables + "/news/columns", new { name = "author", type = "bigint" })).Expect(201);
        (await member.PostAsync(tables + "/authors/rows", new { title = "Ada" })).Expect(201);
        (await member.PostAsync(tables + "/news/rows", new { author = 7 })).Expect(201);
        var key = new { columnName = "author", foreignTableName = "authors", foreignColumnName = "id", onDelete = "CASCADE" };

        (await member.PostAsync(tables + "/news/foreign-keys", key)).Expect(409, "23503").MustBe("details", "The first: {\"id\":1}");
        (await member.PutAsync(tables + "/news/rows", new { pkWhere = new { id = 1 }, data = new { author = 1 } })).Expect(200);
        (await member.AsAnon(project).PostAsync(tables + "/news/foreign-keys", key)).Expect(403, "KB105");
        const string made = """{"constraintName":"news_author_fkey","columnName":"author","foreignTableName":"authors","foreignColumnName":"id","onDelete":"CASCADE","onUpdate":"NO ACTION","foreignSchema":"public"}""";
        (await member.PostAsync(tables + "/news/foreign-keys", key)).Expect(201).MustBe(made);

        var anon = member.AsAnon(project);
        (await anon.GetAsync(tables + "/news/foreign-keys")).Expect(200).MustBe($"[{made}]");
        (await anon.GetAsync("/api/rest/v1/news?select=id,authors(title)")).Expect(200).MustBe("""[{"id":1,"authors":{"title":"Ada"}}]""");
        (await member.DeleteAsync(tables + "/authors")).Expect(409, "2BP01");
        (await member.DeleteAsync(tables + "/news/foreign-keys/news_autor_fkey")).Expect(404, "42704").MustBe("hint", "Perhaps you meant the foreign key \"news_author_fkey\".");
        (await member.DeleteAsync(tables + "/news/foreign-keys/news_author_fkey")).Expect(200);
        (await anon.GetAsync("/api/rest/v1/news?select=id,authors(title)")).Expect(400, "PGRST200");
    }

    [Fact]
    public async Task Refusals_say_what_was_meant()
    {
        var (member, _, tables) = await StartAsync();
        (await member.PostAsync(tables, Table("news", null))).Expect(201);

        (await member.PostAsync(tables, Table("news", null))).Expect(409, "42P07");
        (await member.PostAsync(tables, new { name = "t", columns = new[] { new { name = "a", type = "bigin" } } })).Expect(400, "42704").MustBe("hint", "Perhaps you meant the type \"bigint\".");
        (await member.GetAsync(tables + "/nwes/rows")).Expect(404, "42P01").MustBe("hint", "Perhaps you meant the table \"news\".");
        (await member.GetAsync(tables + "/news/rows?orderBy=titel")).Expect(400, "42703").MustBe("hint", "Perhaps you meant the column \"title\".");
        (await member.PostAsync(tables + "/news/rows", new { titel = "x" })).Expect(400, "42703").MustBe("hint", "Perhaps you meant the column \"title\".");
        (await member.PostAsync(tables + "/news/rows", new { id = "x" })).Expect(400, "22P02");
        (await member.PostAsync(tables, Table(new string('n', 64), null))).Expect(400, "KB301");
        (await member.PostAsync(tables, new { name = "t", columns = new[] { new { name = "a", type = "int", nulable = true } } })).Expect(400, "KB002");
        (await member.PostRawAsync(tables, "{")).Expect(400, "KB001");
        (await member.PostRawAsync(tables, "{}", "text/plain")).Expect(415, "KB415");
        (await member.SendAsync("PATCH", tables)).Expect(405, "KB405");
    }

    [Theory]
    [InlineData("Order")]
    [InlineData("two words")]
    [InlineData("say \"hi\"")]
    [InlineData("größe 表 😀")]
    [InlineData("a/b?c#d%2Fe")]
    [InlineData("'; drop table x; --")]
    public async Task Any_name_that_the_database_takes_makes_the_whole_round(string name)
    {
        var (member, project, tables) = await StartAsync();
        var path = $"{tables}/{Uri.EscapeDataString(name)}";
        (await member.PostAsync(tables, new { name, columns = new[] { new { name, type = "text", isPrimary = true } }, access = "public-read" })).Expect(201);
        (await member.PostAsync(path + "/rows", new Dictionary<string, string> { [name] = "v" })).Expect(201);
        (await member.PutAsync(path + "/rows", new { pkWhere = new Dictionary<string, string> { [name] = "v" }, data = new Dictionary<string, string> { [name] = "w" } })).Expect(200);
        (await member.AsAnon(project).GetAsync($"/api/rest/v1/{Uri.EscapeDataString(name)}")).Expect(200);
        Assert.Equal("w", (await member.GetAsync(path + "/rows?search=w")).Expect(200).Json.GetProperty("rows")[0].GetProperty(name).GetString());
        (await member.PutAsync($"{path}/columns/{Uri.EscapeDataString(name)}", new { name = name + "2" })).Expect(200);
        (await member.DeleteAsync(path)).Expect(200);
    }

    private static async Task<(AcceptanceClient Member, AcceptanceProject Project, string Tables)> StartAsync()
    {
        var member = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await member.CreateProjectAsync();
        return (member, project, $"/api/projects/{project.Id}/tables");
    }

    private static Dictionary<string, object> Table(string name, string? access)
    {
        var table = new Dictionary<string, object>
        {
            ["name"] = name,
            ["columns"] = new object[]
            {
                new { name = "id", type = "bigint", isPrimary = true, identity = true },
                new { name = "title", type = "text", defaultValue = "draft" },
            },
        };
        if (access is not null)
        {
            table["access"] = access;
        }

        return table;
    }

    private static Task<AcceptanceAnswer> DeleteRowAsync(AcceptanceClient client, string tables, object pkWhere) =>
        client.SendAsync("DELETE", tables + "/news/rows", System.Net.Http.Json.JsonContent.Create(new { pkWhere }));
}
