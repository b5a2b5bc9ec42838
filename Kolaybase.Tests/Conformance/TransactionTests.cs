using Kolaybase.Tests.Conformance.Support;
using static Kolaybase.Tests.Conformance.Support.Exchange;

namespace Kolaybase.Tests.Conformance;

/// <summary>Transactions: what a request is told of itself, and what it may say of its answer.</summary>
public class TransactionTests : ReadChapter
{
    [Theory, Majors, Item("request.jwt.claims")]
    public Task Claims_and_role_are_settings_of_the_request(int major) => CheckAsync(
        major,
        Get("rpc/json_setting?name=request.jwt.claims&key=sub").As("authenticated", """{"role":"authenticated","sub":"u1"}""").Gives("\"u1\""),
        Get("rpc/json_setting?name=request.jwt.claims&key=role").As("anon").Gives("\"anon\""),
        Get("rpc/acting_role").As("anon").Gives("\"anon\""),
        Get("rpc/acting_role").As("authenticated").Gives("\"authenticated\""),
        Get("rpc/acting_role").Gives("\"service_role\""));

    [Theory, Majors, Item("request.headers")]
    public Task Headers_are_a_setting_by_names_in_lower_case(int major) => CheckAsync(
        major,
        Get("rpc/json_setting?name=request.headers&key=x-custom").With("X-Custom", "tea 1").Gives("\"tea 1\""),
        Post("rpc/json_setting", """{"name":"request.headers","key":"user-agent"}""").With("User-Agent", "conformance/1").Gives("\"conformance/1\""),
        Get("rpc/json_setting?name=request.cookies&key=flavour").With("Cookie", "flavour=vanilla; other=1").Gives("\"vanilla\""));

    [Theory, Majors, Item("request.method", "request.path")]
    public Task Method_and_path_are_settings(int major) => CheckAsync(
        major,
        Get("rpc/setting?name=request.method").Gives("\"GET\""),
        Post("rpc/setting", """{"name":"request.method"}""").Gives("\"POST\""),
        Get("rpc/setting?name=request.path").Gives("\"/api/rest/v1/rpc/setting\""));

    [Theory, Majors, Item("response.status")]
    public Task A_function_sets_the_status(int major) => CheckAsync(
        major,
        Post("rpc/with_status", """{"status":"418"}""").Gives("\"418\"", 418),
        Post("rpc/with_status", """{"status":"202"}""").Gives("\"202\"", 202));

    [Theory, Majors, Item("PGRST112")]
    public Task A_status_that_is_none_is_an_error(int major) => CheckAsync(
        major,
        Post("rpc/with_status", """{"status":"teapot"}""").RefusedSaying(500, "PGRST112", "response.status guc must be a valid status code"));

    [Theory, Majors, Item("response.headers")]
    public Task A_function_sets_headers(int major) => CheckAsync(
        major,
        Post("rpc/with_headers", """{"headers":"[{\"X-One\":\"1\"},{\"Cache-Control\":\"no-store\"}]"}""").Gives("\"done\"").Has("X-One", "1").Has("Cache-Control", "no-store"),
        Post("rpc/with_headers", """{"headers":"[{\"Content-Type\":\"application/x-own\"}]"}""").GivesText("\"done\"").Has("Content-Type", "application/x-own"));

    [Theory, Majors, Item("PGRST111")]
    public Task Headers_that_are_none_are_an_error(int major) => CheckAsync(
        major,
        Post("rpc/with_headers", """{"headers":"{\"X-One\":\"1\"}"}""").Refused(500, "PGRST111", "response.headers guc must be a JSON array composed of objects with a single key and a string value"),
        Post("rpc/with_headers", """{"headers":"[{\"X-One\":1}]"}""").Refused(500, "PGRST111", "response.headers guc must be a JSON array composed of objects with a single key and a string value"),
        Post("rpc/with_headers", """{"headers":"nonsense"}""").Refused(500, "PGRST111", "response.headers guc must be a JSON array composed of objects with a single key and a string value"));
}
