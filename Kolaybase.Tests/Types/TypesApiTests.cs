using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Types;

public class TypesApiTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    private static readonly string[] Languages = ["typescript", "csharp"];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_the_file_tells_is_what_the_database_has_at_that_moment(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync(TypesSchema.Sql);
        var file = (await project.ProjectCallAsync("GET", "/types/typescript", Caller.Service)).Text;

        foreach (var line in new[]
        {
            "      authors: {", "      order: {", "      \"order items\": {", "      \"a \\\"quoted\\\" \\\\ name\": {",
            "          \"größe 表\"?: number | null", "          __proto__: number | null", "          \"9 lives\": number | null",
            "          id?: never", "          mood?: Database[\"public\"][\"Enums\"][\"plain\"]",
            "            foreignKeyName: \"profile_author_id_fkey\"", "            isOneToOne: true", "            columns: [\"mother\"]",
            "      hello: { Args: never; Returns: string }", "      add: { Args: { a: number; b?: number }; Returns: number }",
            "    Mood: [\"happy\", \"it's \\\"bad\\\"\", \"größe\", \"\"],",
        })
        {
            Assert.Contains(line, file, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("parted_eu", file, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", file, StringComparison.Ordinal);
        Assert.DoesNotContain("fires", file, StringComparison.Ordinal);
        Assert.DoesNotContain("paints", file, StringComparison.Ordinal);
        await project.SqlAsync("alter table tags add column added_since int");
        Assert.Contains("added_since", (await project.ProjectCallAsync("GET", "/types/typescript", Caller.Service)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_empty_schema_has_a_file_too_and_any_name_of_a_schema_will_do(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync("create schema \"Größe, \"\"x\"\"\"");
        foreach (var language in Languages)
        {
            Assert.Equal(200, (await project.ProjectCallAsync("GET", $"/types/{language}", Caller.Service)).Status);
            Assert.Equal(200, (await project.ProjectCallAsync("GET", $"/types/{language}?schema=Gr%C3%B6%C3%9Fe%2C%20%22x%22", Caller.Service)).Status);
        }
    }

    [Fact]
    public async Task Refusals_say_which_schema()
    {
        var project = await hosts.ProjectAsync(15);
        foreach (var language in Languages)
        {
            foreach (var (query, status, code) in new[]
            {
                ("schema=nope", 404, "3F000"), ("schema=auth", 404, "3F000"), ("schema=pg_catalog", 404, "3F000"), ("schemas=public,nope", 404, "3F000"),
                ("schemas=,", 400, "KB003"), ("schema=public&schemas=public", 400, "KB003"), ("schema=public&schema=public", 400, "KB003"), ("schema=%00", 400, "KB004"), ("schema=", 400, "KB003"),
                ("schemas=" + string.Join(',', Enumerable.Range(0, 51)), 400, "KB003"),
            })
            {
                var answer = await project.ProjectCallAsync("GET", $"/types/{language}?{query}", Caller.Service);
                Assert.True(answer.Status == status && answer.Json.GetProperty("code").GetString() == code, $"{query}: {answer}");
            }
        }
    }

    [Fact]
    public async Task The_team_and_the_service_key_get_them_and_nobody_else()
    {
        var project = await hosts.ProjectAsync(15);
        foreach (var (caller, status) in new[] { (Caller.Nobody, 401), (Caller.Anon, 403), (Caller.User, 403), (Caller.Outsider, 404), (Caller.Viewer, 200), (Caller.Owner, 200), (Caller.Service, 200) })
        {
            foreach (var language in Languages)
            {
                Assert.Equal(status, (await project.ProjectCallAsync("GET", $"/types/{language}", caller)).Status);
            }
        }
    }
}
