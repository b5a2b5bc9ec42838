using Kolaybase.Api.Http.RequestLog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Kolaybase.Tests.Http.RequestLog;

public class LoggedEndpointTests
{
    private static readonly Guid s_project = Guid.Parse("01890000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("/api/rest/v1/{table}", "table=todos", "/api/rest/v1/todos")]
    [InlineData("/api/rest/v1/rpc/{function}", "function=add", "/api/rest/v1/rpc/add")]
    [InlineData("/api/sql/execute", "", "/api/sql/execute")]
    [InlineData("/", "", "/")]
    [InlineData("/api/projects/{id:guid}/tables/{name}/columns/{col}", "id=01890000-0000-7000-8000-000000000001&name=a b&col=c", "/api/projects/01890000-0000-7000-8000-000000000001/tables/a b/columns/c")]
    [InlineData("/api/projects/{id:guid}/tables/", "id=01890000-0000-7000-8000-0000000000ff", "/api/projects/{id}/tables")]
    [InlineData("/api/projects/{id:guid}/auth/users/{userId:guid}/sessions/{sessionId:guid}", "userId=u&sessionId=s", "/api/projects/{id}/auth/users/{userId}/sessions/{sessionId}")]
    [InlineData("/api/projects/{id:guid}/storage/buckets/{name}/objects/download", "name=pictures&path=planted", "/api/projects/{id}/storage/buckets/pictures/objects/download")]
    [InlineData("/api/rest/v1/auth/sessions/{id:guid}", "id=01890000-0000-7000-8000-000000000001", "/api/rest/v1/auth/sessions/{id}")]
    [InlineData("/api/projects/{id:guid}/storage/uploads/{upload:guid}", "upload=planted", "/api/projects/{id}/storage/uploads/{upload}")]
    [InlineData("/api/files/{**path}", "path=planted", "/api/files/{path}")]
    [InlineData("/api/rest/v1/{table}", "", "/api/rest/v1/{table}")]
    public void Names_are_filled_in_and_nothing_else(string pattern, string values, string path) => Assert.Equal(path, PathOf(pattern, values));

    [Fact]
    public void A_name_is_cut_where_PostgreSQL_would_have_none_so_long_and_never_in_a_character()
    {
        Assert.Equal($"/t/{new string('x', 63)}", PathOf("/t/{table}", $"table={new string('x', 63)}"));
        Assert.Equal($"/t/{new string('x', 63)}…", PathOf("/t/{table}", $"table={new string('x', 64)}"));
        Assert.Equal($"/t/{new string('x', 62)}…", PathOf("/t/{table}", $"table={new string('x', 62)}😀😀"));
    }

    [Fact]
    public void Control_characters_of_a_name_are_replaced() => Assert.Equal("/t/a\uFFFDb", PathOf("/t/{table}", "table=a\nb"));

    [Fact]
    public void A_marked_endpoint_is_not_logged()
    {
        Assert.True(LoggedEndpoint.Of(Make("/a")).IsLogged);
        Assert.False(LoggedEndpoint.Of(Make("/a", UnloggedRequest.Instance)).IsLogged);
    }

    [Fact]
    public void An_endpoint_is_looked_at_once()
    {
        var endpoint = Make("/a/{table}");
        Assert.Same(LoggedEndpoint.Of(endpoint), LoggedEndpoint.Of(endpoint));
        Assert.Equal("/", LoggedEndpoint.Of(new Endpoint(null, null, null)).PathOf([], s_project));
    }

    [Fact]
    public void Names_that_refusals_may_show_are_those_of_parameters_and_of_the_bodys_fields()
    {
        var body = new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json"], typeof(Kolaybase.Api.Tables.Ddl.CreateTableRequest));
        var names = LoggedEndpoint.Of(Make("/api/projects/{id:guid}/tables", body)).Names.Value;
        Assert.Superset(new HashSet<string> { "id", "name", "columns", "type", "nullable", "enableRls", "select", "limit" }, names);
        Assert.DoesNotContain("planted", names);
    }

    private static string PathOf(string pattern, string values)
    {
        var filled = new RouteValueDictionary();
        foreach (var pair in values.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]);
            filled[name] = value;
        }

        return LoggedEndpoint.Of(Make(pattern)).PathOf(filled, s_project);
    }

    private static Endpoint Make(string pattern, params object[] metadata)
    {
        var builder = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0);
        foreach (var item in metadata)
        {
            builder.Metadata.Add(item);
        }

        return builder.Build();
    }
}
