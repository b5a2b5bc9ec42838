using Kolaybase.Api.Http;
using Kolaybase.Tests.Rest.Support;
using Npgsql;

namespace Kolaybase.Tests.Http;

public class RaisedAnswerTests
{
    private const string Body = """{"code":"123","message":"Payment Required","details":"Quota exceeded","hint":"Upgrade your plan"}""";
    private const string DetailHint = "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.";

    [Fact]
    public void The_message_is_the_body_and_the_detail_status_and_headers()
    {
        var answer = Raise(Body, """{"status":402,"headers":{"X-Powered-By":"Nerd Rage","Location":"/plans"},"status_text":"Pay!"}""");

        Refusals.AssertIs(answer, 402, "123", "Payment Required", "Quota exceeded", "Upgrade your plan");
        Assert.Equal([new("X-Powered-By", "Nerd Rage"), new("Location", "/plans")], answer.Headers);
    }

    [Fact]
    public void Details_and_hint_may_be_left_out() =>
        Refusals.AssertIs(Raise("""{"code":"x","message":"m","hint":null}""", """{"status":301,"headers":{}}"""), 301, "x", "m");

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"code":"1"}""")]
    [InlineData("""{"message":"m"}""")]
    [InlineData("""{"code":1,"message":"m"}""")]
    [InlineData("""{"code":"1","message":"m","hint":{}}""")]
    [InlineData("""{"code":"1","message":"\ud800"}""")]
    public void A_message_of_another_shape_is_a_fault_of_the_function(string message) => Refusals.AssertIs(
        Raise(message, """{"status":402,"headers":{}}"""),
        500,
        "PGRST121",
        "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
        $"Invalid JSON value for MESSAGE: '{message}'",
        "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.");

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"status":402}""")]
    [InlineData("""{"headers":{}}""")]
    [InlineData("""{"status":"402","headers":{}}""")]
    [InlineData("""{"status":402.5,"headers":{}}""")]
    [InlineData("""{"status":100,"headers":{}}""")]
    [InlineData("""{"status":204,"headers":{}}""")]
    [InlineData("""{"status":600,"headers":{}}""")]
    [InlineData("""{"status":402,"headers":{"a":1}}""")]
    [InlineData("""{"status":402,"headers":{"a b":"x"}}""")]
    [InlineData("""{"status":402,"headers":{"a":"x\r\nSet-Cookie: y"}}""")]
    [InlineData("""{"status":402,"headers":[]}""")]
    [InlineData("""{"status":402,"headers":{},"status_text":1}""")]
    public void A_detail_of_another_shape_is_too(string detail) =>
        Refusals.AssertIs(Raise(Body, detail), 500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", $"Invalid JSON value for DETAIL: '{detail}'", DetailHint);

    [Fact]
    public void A_detail_has_to_be_there() =>
        Refusals.AssertIs(Raise(Body, null), 500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", "DETAIL is missing in the RAISE statement", DetailHint);

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("transfer-encoding")]
    [InlineData("Connection")]
    [InlineData("Set-Cookie")]
    [InlineData("Access-Control-Allow-Origin")]
    [InlineData("Strict-Transport-Security")]
    [InlineData("X-Request-Id")]
    public void Headers_that_speak_for_the_server_are_left_out(string name) =>
        Assert.Equal("X-Mine", Assert.Single(Raise(Body, "{\"status\":402,\"headers\":{\"" + name + "\":\"1\",\"X-Mine\":\"2\"}}").Headers).Key);

    private static ApiException Raise(string message, string? detail) =>
        SqlStateMap.ToApiException(new PostgresException(message, "ERROR", "ERROR", "PGRST", detail), DatabaseRole.Anon);
}
