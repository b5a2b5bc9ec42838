using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Formats;

public class MediaHandlerTests
{
    private const string Sql = """
        create table shops (id int primary key, name text);
        insert into shops values (1, 'Çarşı'), (2, 'b');
        create domain "text/x-list" as text;
        create domain "application/x-shops" as bytea;
        create function add_row(state "text/x-list", item anyelement) returns "text/x-list" language plpgsql immutable as $$ begin return coalesce(state, '') || (to_json(item) ->> 'name') || ';'; end $$;
        create aggregate as_list(anyelement) (sfunc = add_row, stype = "text/x-list");
        create function add_shop(state "application/x-shops", shop shops) returns "application/x-shops" language sql immutable as $$ select coalesce(state, '')::bytea || decode(lpad(to_hex(shop.id), 2, '0'), 'hex') $$;
        create aggregate as_shops(shops) (sfunc = add_shop, stype = "application/x-shops");
        create function st_asgeojson(r record, geom_column text default '') returns text language plpgsql immutable as $$ begin return json_build_object('type', 'Feature', 'properties', row_to_json(r)); end $$;
        grant all on shops to anon, service_role;
        grant execute on all functions in schema public to anon, service_role;
        """;

    [Theory]
    [InlineData("shops?order=id", "text/x-list", 200, "Çarşı;b;", "text/x-list", "0-1/*")]
    [InlineData("shops?select=name&id=eq.2", "text/x-list", 200, "b;", "text/x-list", "0-0/*")]
    [InlineData("shops?id=eq.9", "text/x-list", 200, "", "text/x-list", "*/*")]
    [InlineData("shops?order=id", "application/x-shops", 200, "\u0001\u0002", "application/x-shops", "0-1/*")]
    [InlineData("shops?id=eq.2", "application/geo+json", 200, """{"type" : "FeatureCollection", "features" : [{"type" : "Feature", "properties" : {"id":2,"name":"b"}}]}""", "application/geo+json; charset=utf-8", "0-0/*")]
    [InlineData("shops?id=eq.9", "application/geo+json", 200, """{"type" : "FeatureCollection", "features" : []}""", "application/geo+json; charset=utf-8", "*/*")]
    [InlineData("shops?id=eq.2", "application/json", 200, """[{"id":2,"name":"b"}]""", "application/json; charset=utf-8", "0-0/*")]
    public async Task Rows_are_answered_in_the_projects_own_forms(string path, string accept, int status, string body, string contentType, string range)
    {
        await using var host = await RestHost.StartAsync(15, Sql);

        var answer = await GetAsync(host, path, accept);

        Assert.Equal((status, body, contentType, range), ((int)answer.Status, answer.Body, answer.ContentType, answer.ContentRange));
    }

    [Theory]
    [InlineData("shops?select=id", "application/x-shops")]
    [InlineData("shops", "text/x-unknown")]
    public async Task A_form_that_takes_whole_rows_is_not_made_of_parts(string path, string accept)
    {
        await using var host = await RestHost.StartAsync(15, Sql);

        Assert.Equal((406, "PGRST107"), (await GetAsync(host, path, accept)).Error);
    }

    private static async Task<RestAnswer> GetAsync(RestHost host, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/" + path);
        request.Headers.Add("X-Test-Role", "anon");
        request.Headers.Add("X-Test-Claims", "{}");
        request.Headers.Add("Accept", accept);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await RestAnswer.ReadAsync(response);
    }
}
