using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>How arguments reach a function.</summary>
public class CallArgumentTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory, Majors]
    public async Task Arguments_come_by_name_in_a_query_a_form_or_JSON(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Post("rpc/sayhello", """{"name":"￥ \"quoted\""}""").GivesText("\"Hello, ￥ \\\"quoted\\\"\""),
            Get("rpc/sayhello?name=wo%2Brld+x").GivesText("\"Hello, wo+rld x\""),
            Get("rpc/sayhello?name=").GivesText("\"Hello, \""),
            Get("rpc/sayhello?name=ignored&name=world").GivesText("\"Hello, world\""),
            Post("rpc/sayhello", "name=a%20b+c").Sent(Form).GivesText("\"Hello, a b c\""),
            Post("rpc/sayhello", """{"name":null}""").GivesText("null"),
            Post("rpc/add_them", "a,b\n1,2\n4,6").Sent("text/csv").GivesText("3"),
            Post("rpc/sayhello?columns=name", "name,other\nJohn,x").Sent("text/csv").GivesText("\"Hello, John\""),
            Post("rpc/sayhello?columns=name", """{"name":"John","smth":"here","fake_id":13}""").GivesText("\"Hello, John\""),
            Post("rpc/add_them", """[{"a":1,"b":2},{"a":4,"b":6},{"a":100,"b":200}]""").GivesText("3"),
            Post("rpc/defaults").GivesText("123"),
            Post("rpc/defaults", "").GivesText("123"),
            Post("rpc/defaults", "[]").GivesText("123"),
            Post("rpc/defaults", """{"b":4}""").GivesText("143"),
            Get("rpc/defaults?c=9&a=0").GivesText("29"),
            Get("rpc/quotedFunction?user=mscott&fullName=Michael&%22a%20%5C%22b%22=x").GivesText("""["mscott", "Michael", "x"]"""),
            Post("rpc/quotedFunction", """{"user":"d","fullName":"D S","a \"b":"x"}""").GivesText("""["d", "D S", "x"]"""));
    }

    [Theory, Majors]
    public async Task PostgreSQL_reads_each_as_its_parameters_type(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);
        const string Texts = "d=3.1&v=hello&b=true&dt=20190101&m=ok&arr=%7Ba,b%7D&p=(1,2)";
        const string Result = """{"d":3.1,"v":"hello","b":true,"dt":"2019-01-01","m":"ok","arr":["a","b"],"p":{"x":1,"y":2},"j":{},"jb":{}}""";

        await CheckAsync(
            host,
            Get("rpc/varied?" + Texts).Gives(Result),
            Post("rpc/varied", Texts).Sent(Form).Gives(Result),
            Post("rpc/varied", """{"d":3.1,"v":"hello","b":true,"dt":"20190101","m":"ok","arr":["a","b"],"p":{"x":1,"y":2}}""").Gives(Result),
            Post("rpc/varied", """{"d":"3.1","v":"hello","b":"true","dt":"20190101","m":"ok","arr":"{a,b}","p":"(1,2)"}""").Gives(Result),
            Get("rpc/varied?" + Texts + "&j=%7B%22k%22:1%7D&jb=%5B1%5D").Gives(Result.Replace("\"j\":{},\"jb\":{}", "\"j\":{\"k\":1},\"jb\":[1]", StringComparison.Ordinal)),
            Post("rpc/kind", """{"arg":{"key":3}}""").GivesText("\"object\""),
            Post("rpc/kind", """{"arg":"{ \"key\": 3 }"}""").GivesText("\"string\""),
            Get("rpc/add_them?a=1&b=x").Refused(400, "22P02", "invalid input syntax for type integer: \"x\""),
            Post("rpc/add_them", """{"a":1,"b":"x"}""").Refused(400, "22P02", "invalid input syntax for type integer: \"x\""),
            Get("rpc/add_them?a=1&b=99999999999").RefusedAs(400, "22003"));
    }

    [Theory, Majors]
    public async Task A_variadic_parameter_takes_any_number(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Post("rpc/variadic_param", """{"v":["hi","hello","there"]}""").GivesText("""["hi","hello","there"]"""),
            Post("rpc/variadic_param", """{"v":[]}""").GivesText("[]"),
            Get("rpc/variadic_param").GivesText("[]"),
            Get("rpc/variadic_param?v=hi").GivesText("""["hi"]"""),
            Get("rpc/variadic_param?v=a,%22b%22%5C&v=%7B%7D").Gives("""["a,\"b\"\\","{}"]"""),
            Post("rpc/variadic_param", "").Sent(Form).GivesText("[]"),
            Post("rpc/variadic_param", "v=hi&v=there").Sent(Form).GivesText("""["hi","there"]"""),
            Get("rpc/name_variadic?name=ignored&name=x:&v=1&v=2").GivesText("\"x:1,2\""));
    }

    [Theory, Majors]
    public async Task A_body_may_be_the_only_argument(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Post("rpc/unnamed_json", """{"A": 1, "B": [2]}""").GivesText("""{"A": 1, "B": [2]}"""),
            Post("rpc/unnamed_json", "[1, 2]").GivesText("[1, 2]"),
            Post("rpc/unnamed_json", "\"text\"").GivesText("\"text\""),
            Post("rpc/unnamed_json", "").GivesText("{}"),
            Post("rpc/unnamed_jsonb", """{"b":1,"a":2}""").GivesText("""{"a": 2, "b": 1}"""),
            Post("rpc/unnamed_text", "plain ü").Sent("text/plain").Accept("text/plain").GivesText("got plain ü").Has("Content-Type", "text/plain; charset=utf-8"),
            Post("rpc/unnamed_text", "plain").Sent("text/plain; charset=utf-8").GivesText("\"got plain\""),
            Post("rpc/unnamed_xml", "<a><b/></a>").Sent("text/xml").Accept("text/xml").GivesText("<a><b/></a>").Has("Content-Type", "text/xml; charset=utf-8"),
            Post("rpc/unnamed_xml", "<a>").Sent("text/xml").RefusedAs(400, "2200N"),
            Post("rpc/unnamed_bytea", "AB").Sent("application/octet-stream").GivesText("\"\\\\x414200ff\""),
            Post("rpc/overloaded", """{"x":1}""").GivesText("""{"x":1}"""),
            Post("rpc/overloaded", """{"a":1,"b":2}""").GivesText("3"),
            Post("rpc/overloaded", "{}").GivesText("[1,2]"),
            Get("rpc/overloaded").GivesText("[1,2]"),
            Get("rpc/overloaded?a=1&b=2&c=3").GivesText("\"123\""),
            Post("rpc/overloaded", "a=1&b=2").Sent(Form).GivesText("3"));
    }

    [Theory, Majors]
    public async Task Bytes_go_through_as_they_are(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);
        byte[] bytes = [0, 255, 128, 10, 13, 0];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rest/v1/rpc/unnamed_bytea") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.Accept.ParseAdd("application/octet-stream");

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal([.. bytes, 0, 255], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory, Majors]
    public async Task What_fits_no_function_is_refused(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Get("rpc/sayhell").Refused(
                404,
                "PGRST202",
                "Could not find the function public.sayhell without parameters in the schema cache",
                "Searched for the function public.sayhell without parameters, but no matches were found in the schema cache.",
                "Perhaps you meant to call the function public.sayhello"),
            Get("rpc/sayhello?nam=Peter").Refused(
                404,
                "PGRST202",
                "Could not find the function public.sayhello(nam) in the schema cache",
                "Searched for the function public.sayhello with parameter nam, but no matches were found in the schema cache.",
                "Perhaps you meant to call the function public.sayhello(name)"),
            Get("rpc/same?arg=1").Refused(
                300,
                "PGRST203",
                "Could not choose the best candidate function between: public.same(arg => integer), public.same(arg => text)",
                hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved"),
            Post("rpc/sayhello", "text").Sent("text/plain").Refused(
                404,
                "PGRST202",
                "Could not find the function public.sayhello in the schema cache",
                "Searched for the function public.sayhello with a single unnamed text parameter, but no matches were found in the schema cache."),
            Post("rpc/sayhello?name=John", """{"name":"John"}""").RefusedAs(400, "PGRST100"),
            Post("rpc/sayhello", "sdfsdf").RefusedAs(400, "PGRST102"),
            Post("rpc/sayhello", "{}").Sent("audio/mpeg3").RefusedAs(415, "KB415"),
            Post("rpc/unnamed_text", "a\0b").Sent("text/plain").RefusedAs(400, "22021"),
            Post("rpc/sayhello", "name=%00").Sent(Form).RefusedAs(400, "KB004"),
            Get("rpc/sayhello?name=world").Accept("audio/mpeg3").Refused(406, "PGRST107", "None of these media types are available: audio/mpeg3"));
    }

    private static Task CheckAsync(RestHost host, params Exchange[] exchanges) => Exchanges.CheckAsync(host, null, exchanges);
}
