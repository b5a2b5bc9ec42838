using System.Net;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>Domains whose casts say how their values look outside.</summary>
public class WrittenDomainTests
{
    private const string Shades = """
        create domain color as int check (value between 0 and 16777215);
        create function color(json) returns color language sql immutable as $$ select color($1 #>> '{}') $$;
        create function color(text) returns color language sql immutable as $$ select (('x' || lpad(ltrim($1, '#'), 8, '0'))::bit(32)::int)::color $$;
        create function color_to_json(color) returns json language sql immutable as $$ select to_json('#' || lpad(to_hex($1), 6, '0')) $$;
        create cast (json as color) with function color(json) as implicit;
        create cast (text as color) with function color(text) as implicit;
        create cast (color as json) with function color_to_json(color) as implicit;
        create table shades (shade color primary key, name text, dark color default 0);
        grant all on shades to service_role;
        """;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Their_values_are_read_and_shown_as_they_say(int major)
    {
        await using var host = await RestHost.StartAsync(major, Shades);

        async Task AssertAsync(string method, string path, string body, HttpStatusCode status, string expected, string prefer = "return=representation") =>
            Assert.Equal((path, body, status, expected), await host.SendAsync(method, path, body: body, prefer: prefer) is var a ? (path, body, a.Status, a.Location ?? a.Body) : default);

        await AssertAsync("POST", "shades", """{"shade":"#0000ff","name":"blue"}""", HttpStatusCode.Created, """[{"shade":"#0000ff","name":"blue","dark":"#000000"}]""");
        await AssertAsync("POST", "shades", """{"shade":"#00ff00","dark":null}""", HttpStatusCode.Created, "/api/rest/v1/shades?shade=eq.%2300ff00", "return=headers-only");
        await AssertAsync("POST", "shades?columns=shade,dark", """[{"shade":"#ff0000"},{"shade":"#ff00ff","dark":"#111111"}]""", HttpStatusCode.Created, """[{"shade":"#ff0000","name":null,"dark":"#000000"},{"shade":"#ff00ff","name":null,"dark":"#111111"}]""", "return=representation, missing=default");
        await AssertAsync("PATCH", "shades?shade=eq.%230000ff&select=dark", """{"dark":"#000080"}""", HttpStatusCode.OK, """[{"dark":"#000080"}]""");
        await AssertAsync("PUT", "shades?shade=eq.%230000ff", """{"shade":"#0000FF","name":"bleu"}""", HttpStatusCode.OK, """[{"shade":"#0000ff","name":"bleu","dark":"#000080"}]""");
        await AssertAsync("PUT", "shades?shade=eq.%23abcdef&select=shade", """{"shade":"#ABCDEF"}""", HttpStatusCode.Created, """[{"shade":"#abcdef"}]""");
        await AssertAsync("POST", "shades?select=shade", """[{"shade":"#0000ff","name":"azul"}]""", HttpStatusCode.OK, """[{"shade":"#0000ff"}]""", "return=representation, resolution=merge-duplicates");
        Assert.Equal((400, "23514"), (await host.SendAsync("POST", "shades", body: """{"shade":"#1ffffff"}""")).Error);
        Assert.Equal((400, "PGRST115"), (await host.SendAsync("PUT", "shades?shade=eq.%230000ff", body: """{"shade":"#0000fe"}""")).Error);
    }
}
