using Kolaybase.Tests.Conformance.Support;

namespace Kolaybase.Tests.Conformance;

/// <summary>OpenAPI: the root describes what the key may see.</summary>
public class OpenApiTests
{
    [Theory, Majors, Item("application/openapi+json")]
    public async Task The_root_describes_tables_and_their_columns(int major)
    {
        var description = await Descriptions.OfAsync(await ConformanceHost.ForReadingAsync(major), "service_role");

        Assert.Equal("2.0", description.At("swagger").GetString());
        var books = description.At("definitions", "books");
        Assert.Equal(["id", "title", "genre", "author_id", "price", "pages", "published"], books.At("properties").Keys());
        Assert.Equal(["id", "title", "genre", "pages"], books.At("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(("integer", "integer"), (books.At("properties", "id", "type").GetString(), books.At("properties", "id", "format").GetString()));
        Assert.Equal(["novel", "poetry", "essay"], books.At("properties", "genre", "enum").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("This is a Primary Key.<pk/>", books.At("properties", "id", "description").GetString());
        Assert.Contains("This is a Foreign Key to `authors.id`.<fk table='authors' column='id'/>", books.At("properties", "author_id", "description").GetString());
        Assert.Superset(new HashSet<string> { "get", "post", "patch", "delete" }, description.At("paths", "/books").Keys().ToHashSet());
    }

    [Theory, Majors, Item("application/openapi+json")]
    public async Task The_root_describes_functions(int major)
    {
        var description = await Descriptions.OfAsync(await ConformanceHost.ForReadingAsync(major), "service_role");

        Assert.Superset(new HashSet<string> { "get", "post" }, description.At("paths", "/rpc/add_them").Keys().ToHashSet());
        Assert.Equal(["post"], description.At("paths", "/rpc/count_call").Keys().Where(method => method != "tags"));
    }

    [Theory, Majors, Item("description per role")]
    public async Task A_role_sees_only_what_it_may_use(int major)
    {
        var host = await ConformanceHost.ForReadingAsync(major);

        var anon = (await Descriptions.OfAsync(host, "anon")).At("paths");
        var service = (await Descriptions.OfAsync(host, "service_role")).At("paths");

        Assert.Contains("/vault", service.Keys());
        Assert.DoesNotContain("/vault", anon.Keys());
        Assert.Contains("/rpc/count_call", service.Keys());
        Assert.DoesNotContain("/rpc/count_call", anon.Keys());
        Assert.Contains("/books", anon.Keys());
    }

    [Theory, Majors, Item("description of a profile")]
    public async Task Another_schema_has_its_own_description(int major)
    {
        var description = await Descriptions.OfAsync(await ConformanceHost.ForReadingAsync(major), "service_role", ("Accept-Profile", "archive"));

        Assert.Equal(["books", "boxes", "incoming", "records"], description.At("definitions").Keys().Order(StringComparer.Ordinal));
    }
}
