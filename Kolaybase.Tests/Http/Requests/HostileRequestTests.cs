using System.Text;
using System.Text.Json;
using Kolaybase.Tests.Http.Json;
using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Http.Requests;

/// <summary>Bytes that no honest client sends, each with its exact refusal; none is a fault of the server.</summary>
public class HostileRequestTests
{
    /// <summary>Name, request, status, code; an empty code is a refusal of the server itself, which has no body.</summary>
    public static TheoryData<string, string, int, string> Requests { get; } = new()
    {
        { "a percent sign alone", Get("/orders%"), 400, "KB005" },
        { "percent and no digits", Get("/find?page=%zz"), 400, "KB005" },
        { "bytes that are not UTF-8", Get("/find?page=%ff%fe"), 400, "KB005" },
        { "an overlong slash", Get("/%c0%af"), 400, "KB005" },
        { "half a surrogate pair", Get("/find?page=%ed%a0%80"), 400, "KB005" },
        { "NUL in the query", Get("/find?page=1%00"), 400, "KB004" },
        { "NUL in the path", Get("/orders%00"), 400, "" },
        { "a climb out of the root", Get("/../../etc/passwd"), 400, "KB006" },
        { "an encoded climb that the server would follow", Get("/orders/%2E%2e/find?page=1"), 400, "KB006" },
        { "a climb with a whole URL as the target", Get("http://localhost/orders/%2E./find?page=1"), 400, "KB006" },
        { "an encoded climb", Get("/api/..%2f..%2fetc%2fpasswd"), 404, "KB404" },
        { "a URL over our limit", Get("/find?page=" + new string('1', 70_000)), 414, "KB414" },
        { "a URL over the server's limit", Get("/find?page=" + new string('1', 140_000)), 414, "" },
        { "a header over the limit", Get("/find?page=1", "X-Big: " + new string('a', 40_000)), 431, "" },
        { "too many headers", Get("/find?page=1", string.Join("\r\n", Enumerable.Range(0, 200).Select(i => $"X-{i}: 1"))), 431, "" },
        { "no host", "GET / HTTP/1.1\r\n\r\n", 400, "" },
        { "two hosts", Get("/find?page=1", "Host: other"), 400, "" },
        { "a bare line feed in a header", Get("/find?page=1", "X-A: b\nX-C: d\rX"), 400, "" },
        { "another protocol", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505, "" },
        { "no HTTP at all", "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400, "" },
        { "an unknown method", Request("BREW", "/orders", "", ""), 405, "KB405" },
        { "TRACE", Request("TRACE", "/orders", "", ""), 405, "KB405" },
        { "no content type", Request("POST", "/orders", "", "{}"), 415, "KB415" },
        { "a form", Post("a=1", "application/x-www-form-urlencoded"), 415, "KB415" },
        { "text", Post("{}", "text/plain"), 415, "KB415" },
        { "a malformed content type", Post("{}", ";;;"), 415, "KB415" },
        { "an unknown charset", Post("{\"name\":\"x\"}", "application/json; charset=utf-99"), 415, "KB415" },
        { "JSON in UTF-16", Post("{\"name\":\"x\"}", "application/json; charset=utf-16"), 415, "KB415" },
        { "no body", Post("", "application/json"), 400, "KB001" },
        { "a byte order mark and nothing", Post("\u00ef\u00bb\u00bf", "application/json"), 400, "KB001" },
        { "bytes that are not UTF-8 in JSON", Post("{\"name\":\"\u00ff\u00fe\"}", "application/json"), 400, "KB004" },
        { "NUL in JSON text", Post("{\"name\":\"a\\u0000b\"}", "application/json"), 400, "KB002" },
        { "a raw NUL in JSON", Post("{\"name\":\"a\u0000b\"}", "application/json"), 400, "KB001" },
        { "half a surrogate pair in JSON", Post("{\"name\":\"\\ud83d\"}", "application/json"), 400, "KB002" },
        { "a field twice", Post("{\"name\":\"a\",\"name\":\"b\"}", "application/json"), 400, "KB002" },
        { "a field twice, once escaped", Post("{\"name\":\"a\",\"n\\u0061me\":\"b\"}", "application/json"), 400, "KB002" },
        { "deep nesting", Post(new string('[', 50_000), "application/json"), 400, "KB606" },
        { "comments", Post("{/* hi */\"name\":\"x\"}", "application/json"), 400, "KB001" },
        { "NaN", Post("{\"name\":\"x\",\"count\":NaN}", "application/json"), 400, "KB001" },
        { "a number of 10,000 digits", Post("{\"name\":\"x\",\"count\":" + new string('9', 10_000) + "}", "application/json"), 400, "KB002" },
        { "a prototype", Post("{\"name\":\"x\",\"__proto__\":{}}", "application/json"), 400, "KB002" },
        { "less than announced", Request("POST", "/orders", "Content-Type: application/json\r\nContent-Length: 100\r\n", "{\"name\":"), 408, "KB408" },
        { "a negative length", Request("POST", "/orders", "Content-Type: application/json\r\nContent-Length: -1\r\n", ""), 400, "" },
        { "two lengths", Request("POST", "/orders", "Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n", "{}"), 400, "" },
        { "a chunk without its size", Chunked("zz\r\n{}\r\n0\r\n\r\n"), 400, "KB400" },
        { "a chunk larger than it says", Chunked("1\r\n{}}}}}\r\n0\r\n\r\n"), 400, "KB400" },
        { "a chunk of gigabytes", Chunked("7fffffff\r\n{\"name\""), 408, "KB408" },
        { "more announced than the limit", Request("POST", "/orders", "Content-Type: application/json\r\nContent-Length: 1048577\r\n", ""), 413, "KB413" },
        { "a bearer token of 20,000 characters", Get("/api/rest/v1/t", "apikey: x\r\nAuthorization: Bearer " + new string('a', 20_000)), 401, "KB102" },
        { "a key of control characters", Get("/api/rest/v1/t", "apikey: \u0001\u0002"), 401, "KB102" },
        { "a key in Latin-1", Get("/api/rest/v1/t", "apikey: \u00fc"), 400, "" },
        { "two keys", Get("/api/rest/v1/t", "apikey: a\r\napikey: b"), 401, "KB101" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_is_refused_exactly(string name, string request, int status, string code)
    {
        await using var api = await TestApi.StartAsync(app =>
        {
            app.MapPost("/orders", (BodyFaultsTests.Order order) => order.Name);
            app.MapGet("/find", (int page) => page);
        });
        var answer = await RawHttp.SendAsync(api.BaseUrl, request);
        Assert.True(answer.Status == status, $"{name}: {answer.Status} {answer.Body}");
        if (code.Length > 0)
        {
            using var json = JsonDocument.Parse(answer.Body);
            Assert.Equal(code, json.RootElement.GetProperty("code").GetString());
            Assert.Contains("X-Request-Id: ", answer.Headers, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(api.Log.Entries, e => e.Level >= LogLevel.Error);
    }

    private static string Get(string target, string headers = "") =>
        $"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{(headers.Length > 0 ? headers + "\r\n" : "")}\r\n";

    private static string Post(string body, string type) =>
        Request("POST", "/orders", $"Content-Type: {type}\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n", body);

    private static string Chunked(string chunks) =>
        Request("POST", "/orders", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", chunks);

    private static string Request(string method, string target, string headers, string body)
    {
        var length = headers.Contains("Content-Length", StringComparison.Ordinal) || headers.Contains("Transfer-Encoding", StringComparison.Ordinal)
            ? ""
            : $"Content-Length: {body.Length}\r\n";
        return $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{length}{headers}\r\n{body}";
    }
}
