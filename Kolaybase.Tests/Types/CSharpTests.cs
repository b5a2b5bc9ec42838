using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kolaybase.Tests.Types;

/// <summary>The records are compiled, and read and write what the data API does.</summary>
public class CSharpTests(TablesHosts hosts) : IClassFixture<TablesHosts>
{
    public static TheoryData<int> Majors => PostgresServers.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_records_compile_and_carry_rows_of_the_data_API_there_and_back(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync(TypesSchema.Sql);
        await project.SqlAsync(""""
            grant all on all tables in schema public to service_role;
            insert into authors (name, mood, moods, home, born, score, tags, meta, num, span, ratio, wakes, bytes, strange)
            values ('Ada', 'b c', '{A,NULL,a}', '("x ""y""",7,a)', '1815-12-10', 12.50, '{p,NULL}', '{"k": [1]}', 3, '1 day', 'NaN', '10:00:00.5', '\xff', 'größe');
            """");
        var assembly = Compile((await project.ProjectCallAsync("GET", "/types/csharp?schemas=public,other%20schema", Caller.Service)).Text);

        var row = (await project.RestAsync("GET", "/authors", caller: Caller.Service)).Json[0];
        var author = row.Deserialize(Type(assembly, "Authors"))!;
        Assert.Equal("Ada", Value(author, "Name"));
        Assert.Equal("BC", Value(author, "Mood")!.ToString());
        Assert.Equal(new DateOnly(1815, 12, 10), Value(author, "Born"));
        Assert.Equal(12.50m, Value(author, "Score"));
        Assert.Equal(double.NaN, Value(author, "Ratio"));
        Assert.Equal("größe", Value(author, "Strange"));
        Assert.Equal(7, Value(Value(author, "Home")!, "No"));
        var written = JsonSerializer.SerializeToElement(author, author.GetType());
        Assert.True(JsonElement.DeepEquals(Without(row), Without(written)), $"{row}\n{written}");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task New_rows_and_changes_say_what_was_given_and_no_more(int major)
    {
        var project = await hosts.ProjectAsync(major);
        await project.SqlAsync(TypesSchema.Sql);
        await project.SqlAsync("grant all on all tables in schema public to service_role");
        var assembly = Compile((await project.ProjectCallAsync("GET", "/types/csharp", Caller.Developer)).Text);

        var insert = Type(assembly, "AuthorsInsert");
        Assert.Null(insert.GetProperty("Id"));
        Assert.Null(insert.GetProperty("FullName"));
        Assert.Equal(["Name", "Num"], insert.GetProperties().Where(p => p.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null).Select(p => p.Name));
        var created = JsonSerializer.Deserialize("""{"name": "Ada", "num": 1}""", insert);
        Assert.Equal("""{"name":"Ada","num":1}""", JsonSerializer.Serialize(created, insert));
        var made = await project.RestAsync("POST", "/authors", JsonSerializer.Serialize(created, insert), Caller.Service);
        Assert.True(made.Status == 201, made.ToString());

        var update = Type(assembly, "AuthorsUpdate");
        var change = JsonSerializer.Deserialize("""{"bio": null, "ok": true}""", update);
        Assert.Equal("""{"bio":null,"ok":true}""", JsonSerializer.Serialize(change, update));
        Assert.Equal("{}", JsonSerializer.Serialize(Activator.CreateInstance(update), update));
        var changed = await project.RestAsync("PATCH", "/authors?name=eq.Ada", JsonSerializer.Serialize(change, update), Caller.Service);
        Assert.True(changed.Status == 204, changed.ToString());
    }

    [Fact]
    public async Task Names_that_C_sharp_would_take_for_one_another_are_told_apart()
    {
        var project = await hosts.ProjectAsync(15);
        await project.SqlAsync(TypesSchema.Sql);
        var assembly = Compile((await project.ProjectCallAsync("GET", "/types/csharp", Caller.Service)).Text);

        Assert.NotNull(Type(assembly, "OrderItems"));
        Assert.NotNull(Type(assembly, "OrderItems2"));
        Assert.NotNull(Type(assembly, "Guid").GetProperty("ToString2"));
        Assert.Equal(
            ["Author", "AuthorId", "Books2", "Class", "Clone2", "Größe表", "Id", "Item", "Proto", "SayHi", "Title", "TwoWords", "_9Lives"],
            Type(assembly, "Books").GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    private static object? Value(object record, string member) => record.GetType().GetProperty(member)!.GetValue(record);

    private static Type Type(Assembly assembly, string name) => assembly.GetType($"Database.Public.{name}", throwOnError: true)!;

    /// <summary>The time of day is written with another number of digits; it was compared when it was read.</summary>
    private static JsonElement Without(JsonElement row) => JsonSerializer.SerializeToElement(row.EnumerateObject().Where(m => m.Name is not ("wakes" or "created_at")).ToDictionary(m => m.Name, m => m.Value));

    private static Assembly Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(
            $"types_{Guid.CreateVersion7():N}",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp13))],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + "\n" + source);
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }
}
