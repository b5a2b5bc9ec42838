using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Rest.OpenApi;

/// <summary>What of a database a role is told.</summary>
public class ReadDescriptionTests
{
    private const string Sql = """
        comment on schema public is E'A title\n\nA description\nof lines';
        create type mood as enum ('sad', 'ok');
        create domain short as varchar(5) default 'abc';
        create table parents (id int generated always as identity primary key, code text unique not null);
        create table children (
            id uuid primary key default gen_random_uuid(),
            parent_id int references parents,
            parent_code text references parents (code),
            name varchar(10) not null default 'it''s',
            letter char, state mood default 'ok', brief short, tags text[], data jsonb, price numeric(10,2) default 1.5,
            born timestamptz not null default now(), flags bit(3), twice int generated always as (1 + 1) stored, "odd ""name" int default 42);
        comment on table children is 'The children';
        comment on column children.id is 'Their id';
        create table details (child_id uuid primary key references children, note text);
        create view child_names with (security_invoker = false) as select id, parent_id, name from children;
        create view totals as select count(*) as n from children;
        create table secret (id int primary key);
        create table half (id int primary key, seen text, unseen text);
        create table measured (day date, v int) partition by range (day);
        create table measured_2020 partition of measured for values from ('2020-01-01') to ('2021-01-01');
        create function find(word text, many int default 5, variadic tags text[] default '{}') returns setof children stable language sql as $$ select * from children $$;
        comment on function find is E'Finds them\nFast';
        create function find(word text) returns setof children stable language sql as $$ select * from children $$;
        create function go(m mood) returns void language sql as $$ select 1 $$;
        create function raw(json) returns json language sql as $$ select $1 $$;
        create function unreachable(int, int) returns int language sql as $$ select 1 $$;
        create function on_write() returns trigger language plpgsql as $$ begin return new; end $$;
        create function hidden_one() returns int language sql as $$ select 1 $$;
        grant execute on all functions in schema public to anon, service_role;
        revoke execute on function hidden_one() from anon;
        grant all on all tables in schema public to service_role;
        grant select on parents, children, details, child_names, totals, measured to anon;
        grant select (id, seen) on half to anon;
        """;

    [Fact]
    public async Task A_key_into_a_table_that_a_role_may_not_see_is_not_told()
    {
        await using var host = await RestHost.StartAsync(15, "create table hidden (id int primary key); create table shown (id int primary key, hidden_id int references hidden); grant select on shown to anon; grant all on hidden, shown to service_role");

        Assert.DoesNotContain("hidden'", (await ReadAsync(host, "anon")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("fk table=", (await ReadAsync(host, "service_role")).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Theory, Majors]
    public async Task A_role_sees_what_it_may_use(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        var anon = await ReadAsync(host, "anon");
        var service = await ReadAsync(host, "service_role");

        Assert.Equal(["child_names", "children", "details", "half", "measured", "parents", "totals"], Keys(anon["definitions"]));
        Assert.Equal(["child_names", "children", "details", "half", "measured", "parents", "secret", "totals"], Keys(service["definitions"]));
        Assert.Equal(["id", "seen"], Keys(anon["definitions"]!["half"]!["properties"]));
        Assert.Equal(["id", "seen", "unseen"], Keys(service["definitions"]!["half"]!["properties"]));
        Assert.Equal(
            ["/", "/child_names", "/children", "/details", "/half", "/measured", "/parents", "/totals", "/rpc/find", "/rpc/go", "/rpc/raw"],
            Keys(anon["paths"]));
        Assert.Contains("/rpc/hidden_one", Keys(service["paths"]));
        Assert.Equal(["get"], Keys(anon["paths"]!["/totals"]));
        Assert.Equal(["get", "post", "delete", "patch"], Keys(anon["paths"]!["/children"]));
        Assert.Equal(["get", "post"], Keys(anon["paths"]!["/rpc/find"]));
        Assert.Equal(["post"], Keys(anon["paths"]!["/rpc/go"]));
        Assert.Equal("A title|A description\nof lines", $"{anon["info"]!["title"]}|{anon["info"]!["description"]}");
    }

    [Theory, Majors]
    public async Task A_grant_is_seen_at_once(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);
        Assert.DoesNotContain("secret", Keys((await ReadAsync(host, "anon"))["definitions"]));

        await host.Database.ExecuteAsync("grant insert on secret to anon; revoke select on parents from anon");

        var definitions = Keys((await ReadAsync(host, "anon"))["definitions"]);
        Assert.Contains("secret", definitions);
        Assert.DoesNotContain("parents", definitions);
    }

    [Theory, Majors]
    public async Task Columns_have_types_defaults_lengths_labels_and_notes(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        var children = (await ReadAsync(host, "anon"))["definitions"]!["children"]!;

        AssertJson("""
            {
              "description": "The children",
              "required": ["id", "name", "born"],
              "properties": {
                "id": { "default": "gen_random_uuid()", "description": "Their id\n\nNote:\nThis is a Primary Key.<pk/>", "format": "uuid", "type": "string" },
                "parent_id": { "description": "Note:\nThis is a Foreign Key to `parents.id`.<fk table='parents' column='id'/>", "format": "integer", "type": "integer" },
                "parent_code": { "description": "Note:\nThis is a Foreign Key to `parents.code`.<fk table='parents' column='code'/>", "format": "text", "type": "string" },
                "name": { "default": "it's", "format": "character varying", "type": "string", "maxLength": 10 },
                "letter": { "format": "character", "type": "string", "maxLength": 1 },
                "state": { "default": "ok", "enum": ["sad", "ok"], "format": "public.mood", "type": "string" },
                "brief": { "default": "abc", "format": "character varying", "type": "string", "maxLength": 5 },
                "tags": { "format": "text[]", "type": "array", "items": { "type": "string" } },
                "data": { "format": "jsonb" },
                "price": { "default": 1.5, "format": "numeric", "type": "number" },
                "born": { "default": "now()", "format": "timestamp with time zone", "type": "string" },
                "flags": { "format": "bit", "type": "string", "maxLength": 3 },
                "twice": { "format": "integer", "type": "integer" },
                "odd \"name": { "default": 42, "format": "integer", "type": "integer" }
              },
              "type": "object"
            }
            """, children);
    }

    [Theory, Majors]
    public async Task Keys_are_told_of_views_and_of_the_end_that_holds_them(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        var definitions = (await ReadAsync(host, "anon"))["definitions"]!;

        AssertJson("""
            {
              "id": { "description": "Note:\nThis is a Primary Key.<pk/>", "format": "uuid", "type": "string" },
              "parent_id": { "description": "Note:\nThis is a Foreign Key to `parents.id`.<fk table='parents' column='id'/>", "format": "integer", "type": "integer" },
              "name": { "format": "character varying", "type": "string", "maxLength": 10 }
            }
            """, definitions["child_names"]!["properties"]);
        Assert.Equal(
            "Note:\nThis is a Primary Key.<pk/>\nThis is a Foreign Key to `children.id`.<fk table='children' column='id'/>",
            (string?)definitions["details"]!["properties"]!["child_id"]!["description"]);
    }

    [Theory, Majors]
    public async Task Of_overloads_the_one_with_most_parameters_is_described(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);

        var paths = (await ReadAsync(host, "anon"))["paths"]!;

        Assert.Equal("Finds them|Fast", $"{paths["/rpc/find"]!["get"]!["summary"]}|{paths["/rpc/find"]!["get"]!["description"]}");
        AssertJson("""
            [
              { "name": "word", "required": true, "in": "query", "format": "text", "type": "string" },
              { "name": "many", "required": false, "in": "query", "format": "integer", "type": "integer" },
              { "name": "tags", "required": false, "in": "query", "type": "array", "items": { "format": "text", "type": "string" }, "collectionFormat": "multi" }
            ]
            """, paths["/rpc/find"]!["get"]!["parameters"]);
        AssertJson("""{ "m": { "format": "public.mood", "type": "string" } }""", paths["/rpc/go"]!["post"]!["parameters"]![0]!["schema"]!["properties"]);
        AssertJson("""{ "": { "format": "json" } }""", paths["/rpc/raw"]!["post"]!["parameters"]![0]!["schema"]!["properties"]);
    }

    [Theory, Majors]
    public async Task It_is_OpenAPI_by_its_media_type(int major)
    {
        await using var host = await RestHost.StartAsync(major, Sql);
        const string OpenApi = "application/openapi+json; charset=utf-8";

        await Exchanges.CheckAsync(
            host,
            null,
            [
                Get("").Answers(200).Has("Content-Type", OpenApi),
                Get("").Accept("application/openapi+json").Answers(200).Has("Content-Type", OpenApi),
                Get("").Accept("application/json").Answers(200).Has("Content-Type", OpenApi),
                Head("").Accept("application/openapi+json").GivesNothing(200).Has("Content-Type", OpenApi),
                Get("").Accept("text/csv").Refused(406, "PGRST107", "None of these media types are available: text/csv"),
                Get("").With("Accept-Profile", "nope").RefusedAs(406, "PGRST106"),
            ]);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var host = await RestHost.StartAsync(18, settings: [("OpenApi", false)]);

        var refused = await host.GetAsync("");

        Assert.Equal(((404, "PGRST126"), "Root endpoint metadata is disabled"), (refused.Error, refused.Message));
    }

    [Fact]
    public async Task Thousands_of_columns_are_described_in_pieces()
    {
        await using var host = await RestHost.StartAsync(
            18, "do $$ begin for i in 1..300 loop execute format('create table t%s (%s)', i, (select string_agg('c' || c || ' text', ',') from generate_series(1, 20) c)); end loop; end $$; grant select on all tables in schema public to service_role");

        var document = await ReadAsync(host, "service_role");

        Assert.Equal(300, Keys(document["definitions"]).Length);
        Assert.Equal(20, Keys(document["definitions"]!["t300"]!["properties"]).Length);
    }

    private static async Task<JsonObject> ReadAsync(RestHost host, string role) =>
        JsonNode.Parse((await host.GetAsync("", role)).Expect(HttpStatusCode.OK).Body)!.AsObject();

    private static string[] Keys(JsonNode? node) => [.. node!.AsObject().Select(p => p.Key)];

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.Equal(JsonSerializer.Serialize(JsonNode.Parse(expected), s_indented), JsonSerializer.Serialize(actual, s_indented));

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
}
