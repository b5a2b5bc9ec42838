using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Rest.Execution;

/// <summary>What functions raise, and the forms that their results may have.</summary>
public class CallRefusalTests
{
    [Theory, Majors]
    public async Task What_a_function_raises_becomes_the_answer(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);
        var body = JsonText.Quote("""{"code":"123","message":"Payment Required","details":"Quota exceeded","hint":"Upgrade your plan"}""");
        var detail = JsonText.Quote("""{"status":402,"headers":{"X-Powered-By":"Nerd Rage","Location":"/plans","Set-Cookie":"a=b","Access-Control-Allow-Origin":"evil"}}""");

        await CheckAsync(
            host,
            Post("rpc/raise_plain").Refused(400, "P0001", "it went wrong", "how", "do better"),
            Post("rpc/raise_state", """{"state":"PT402"}""").Refused(402, "PT402", "as asked"),
            Post("rpc/raise_state", """{"state":"PT40A"}""").Refused(500, "PT40A", "as asked"),
            Post("rpc/raise_state", """{"state":"42501"}""").As("anon").Refused(401, "42501", "as asked").Has("WWW-Authenticate", "Bearer"),
            Post("rpc/raise_state", """{"state":"42501"}""").As("authenticated").Refused(403, "42501", "as asked"),
            Post("rpc/raise_pgrst", $$"""{"message":{{body}},"detail":{{detail}}}""").Refused(402, "123", "Payment Required", "Quota exceeded", "Upgrade your plan")
                .Has("X-Powered-By", "Nerd Rage").Has("Location", "/plans").Lacks("Set-Cookie").Lacks("Access-Control-Allow-Origin"),
            Post("rpc/raise_pgrst", """{"message":"INVALID","detail":"{}"}""").Refused(
                500,
                "PGRST121",
                "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
                "Invalid JSON value for MESSAGE: 'INVALID'",
                "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."),
            Post("rpc/raise_pgrst", $$"""{"message":{{body}}}""").RefusedAs(500, "PGRST121"),
            Post("rpc/asserting").RefusedAs(500, "P0004"),
            Post("rpc/broken").RefusedAs(404, "42883"),
            Get("rpc/hidden").As("anon").Refused(
                401, "42501", "permission denied for function hidden", hint: "The owner of the function can allow it: GRANT EXECUTE ON FUNCTION … TO anon, authenticated."));
    }

    [Theory, Majors]
    public async Task A_domain_named_like_a_media_type_says_what_a_function_makes(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);
        const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,*/*;q=0.8";

        await CheckAsync(
            host,
            Get("rpc/page").Accept("text/html").GivesText("<p>hi ü</p>").Has("Content-Type", "text/html"),
            Get("rpc/page").Accept(Browser).GivesText("<p>hi ü</p>"),
            Get("rpc/page").GivesText("\"<p>hi ü</p>\"").Has("Content-Type", "application/json; charset=utf-8"),
            Get("rpc/page").Accept("text/xml").Refused(406, "PGRST107", "None of these media types are available: text/xml"),
            Head("rpc/page").Accept("text/html").Has("Content-Type", "text/html"),
            Get("rpc/no_page").Accept("text/html").GivesText("").Has("Content-Type", "text/html"),
            Get("rpc/plain").Accept("text/plain").GivesText("hi").Has("Content-Type", "text/plain; charset=utf-8"),
            Get("rpc/image").Accept("image/png, */*").Has("Content-Type", "image/png").Has("Content-Length", "4"),
            Get("rpc/vendor").Accept("application/vnd.kb+json").GivesText("""{"a": 1}""").Has("Content-Type", "application/vnd.kb+json"),
            Get("rpc/anything").Accept("text/bango").GivesText("any").Has("Content-Type", "application/octet-stream"),
            Get("rpc/anything").GivesText("any").Has("Content-Type", "application/octet-stream"),
            Get("rpc/anything").Accept("app/chico").GivesText("any").Has("Content-Type", "app/chico"));
    }

    [Theory, Majors]
    public async Task Other_results_have_the_usual_forms(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql);

        await CheckAsync(
            host,
            Get("rpc/below?id=3&select=id,name").Accept("text/csv").GivesText("id,name\n1,\"Windows 7\"\n2,\"Windows 10\"").Has("Content-Type", "text/csv; charset=utf-8"),
            Get("rpc/below?id=3&select=id").Accept("text/csv").Prefer("count=exact").GivesText("id\n1\n2").Range("0-1/2"),
            Get("rpc/below?id=0&select=id").Accept("text/csv").Prefer("count=exact").GivesText("id\n").Range("*/0"),
            Get("rpc/add_them?a=1&b=2").Accept("text/csv").GivesText("pgrst_scalar\n3"),
            Get("rpc/getallprojects?id=eq.5").Accept("application/vnd.pgrst.array+json;nulls=stripped").GivesText("""[{"id":5,"name":"Orphan"}]""")
                .Has("Content-Type", "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8"),
            Get("rpc/getallprojects?id=eq.5").Accept("application/vnd.pgrst.object+json;nulls=stripped").GivesText("""{"id":5,"name":"Orphan"}"""),
            Get("rpc/sayhello?name=x").Accept("text/plain").GivesText("Hello, x").Has("Content-Type", "text/plain; charset=utf-8"),
            Get("rpc/sayhello?name=x").Accept("application/octet-stream").GivesText("Hello, x").Has("Content-Type", "application/octet-stream"),
            Get("rpc/sayhello?name=x").Accept("text/xml").RefusedAs(406, "PGRST107"),
            Get("rpc/add_them?a=1&b=2").Accept("text/plain").RefusedAs(406, "PGRST107"),
            Get("rpc/getallprojects").Accept("text/plain").RefusedAs(406, "PGRST107"),
            Get("rpc/getallprojects").Accept("application/openapi+json").RefusedAs(406, "PGRST107"));
    }

    [Theory, Majors]
    public async Task Functions_take_three_methods_and_tell_which(int major)
    {
        await using var host = await RestHost.StartAsync(major, CallSchema.Sql + """
            create view simple as select id, name from projects;
            create view grouped as select client_id, count(*) as n from projects group by 1;
            create table no_key (a int);
            """);

        await CheckAsync(
            host,
            Options("rpc/write_log").GivesNothing(200).Has("Allow", "OPTIONS,POST"),
            Options("rpc/getallprojects").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST"),
            Options("rpc/overloaded").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST"),
            Options("rpc/sayhell").RefusedAs(404, "PGRST202"),
            Options("projects").As("anon").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"),
            Options("no_key").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PATCH,DELETE"),
            Options("grouped").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD"),
            Options("simple").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"),
            Options("unknown").RefusedAs(404, "PGRST205"),
            Options("").GivesNothing(200).Has("Allow", "OPTIONS,GET,HEAD"),
            new Exchange("DELETE", "rpc/sayhello").Refused(405, "PGRST101", "Cannot use the DELETE method on RPC", hint: "It takes GET, HEAD, OPTIONS, POST.").Has("Allow", "GET, HEAD, OPTIONS, POST"),
            new Exchange("PATCH", "rpc/sayhello", "{}").RefusedAs(405, "PGRST101"),
            new Exchange("PUT", "rpc/sayhello", "{}").RefusedAs(405, "PGRST101"),
            new Exchange("DELETE", "").RefusedAs(405, "PGRST117"),
            Get("rpc/sayhello/x").RefusedAs(404, "PGRST125"));
    }

    private static Task CheckAsync(RestHost host, params Exchange[] exchanges) => Exchanges.CheckAsync(host, null, exchanges);
}
