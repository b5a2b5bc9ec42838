using System.Net;
using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.Tests.Http.Errors;

public class ErrorMiddlewareTests
{
    [Fact]
    public async Task A_refusal_is_answered_as_it_was_thrown()
    {
        await using var api = await TestApi.StartAsync(Throws(() => new ApiException(409, ErrorCodes.ProjectFailed, "No.", "d", "h")));
        var body = await ErrorBody.ReadAsync(await api.Client.GetAsync("/throw", Cancel), 409, "KB112");
        Assert.Equal(("No.", "d", "h"), (body.Message, body.Details, body.Hint));
    }

    [Fact]
    public async Task A_refusal_keeps_its_cause_for_the_log()
    {
        await using var api = await TestApi.StartAsync(Throws(() => new ApiException(400, "KB002", "No.", inner: new InvalidOperationException("/secret/path"))));
        using var response = await api.Client.GetAsync("/throw", Cancel);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains(api.Log.Entries, e => e.Exception?.Message == "/secret/path");
    }

    [Fact]
    public async Task A_refusal_that_asks_for_patience_says_for_how_long()
    {
        await using var api = await TestApi.StartAsync(Throws(() => new ApiException(429, "KB429", "Slow down.") { RetryAfterSeconds = 7 }));
        using var response = await api.Client.GetAsync("/throw", Cancel);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_fault_of_ours_shows_nothing_but_the_request_id()
    {
        await using var api = await TestApi.StartAsync(Throws(() => new InvalidOperationException("select secret from /etc/passwd")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/throw");
        request.Headers.Add("X-Request-Id", "mine.1");
        var body = await ErrorBody.ReadAsync(await api.Client.SendAsync(request, Cancel), 500, "KB500");
        Assert.Contains("mine.1", body.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body.ToString(), StringComparison.Ordinal);
        var logged = Assert.Single(api.Log.Entries, e => e.Level == LogLevel.Error);
        Assert.Contains("secret", logged.Exception?.Message, StringComparison.Ordinal);
        Assert.True(logged.Scopes.Contains("RequestId=mine.1", StringComparison.Ordinal), logged.Scopes);
    }

    public static TheoryData<Exception> Outages { get; } =
    [
        new DatabaseBusyException("kb_abc on db.internal is full"),
        new NpgsqlException("Failed to connect to db.internal:5432"),
        new InvalidOperationException("likely transient", new NpgsqlException("Exception while reading", new TimeoutException())),
        new PostgresException("the database system is shutting down", "FATAL", "FATAL", "57P01"),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task A_database_out_of_reach_is_503_and_says_when_to_try_again(Exception outage)
    {
        await using var api = await TestApi.StartAsync(Throws(() => outage));
        var body = await ErrorBody.ReadAsync(await api.Client.GetAsync("/throw", Cancel), 503, "KB503");
        Assert.DoesNotContain("db.internal", body.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53300", "connection limit")]
    [InlineData("28P01", "password")]
    [InlineData("55000", "closed")]
    public async Task A_database_that_refuses_its_logins_has_a_code_of_its_own_and_is_no_error_in_the_log(string sqlState, string hint)
    {
        await using var api = await TestApi.StartAsync(Throws(() => new DatabaseRefusedException(sqlState, new PostgresException("too many connections for database \"kb_abc\"", "FATAL", "FATAL", sqlState))));
        using var response = await api.Client.GetAsync("/throw", Cancel);
        var body = await ErrorBody.ReadAsync(response, 503, "KB114");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains(sqlState, body.Details, StringComparison.Ordinal);
        Assert.Contains(hint, body.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("kb_abc", body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(api.Log.Entries, e => e.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task An_identity_server_that_is_away_is_503_and_tells_no_address()
    {
        await using var api = await TestApi.StartAsync(Throws(() => new IdentityUnavailableException("The identity server \"main\" can't be reached: id.internal:8080")));
        using var response = await api.Client.GetAsync("/throw", Cancel);
        var body = await ErrorBody.ReadAsync(response, 503, "KB503");
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.DoesNotContain("id.internal", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_the_database_is_no_outage()
    {
        await using var api = await TestApi.StartAsync(Throws(() => new PostgresException("duplicate key", "ERROR", "ERROR", "23505")));
        await ErrorBody.ReadAsync(await api.Client.GetAsync("/throw", Cancel), 500, "KB500");
    }

    [Fact]
    public async Task An_unknown_path_is_404()
    {
        await using var api = await TestApi.StartAsync();
        await ErrorBody.ReadAsync(await api.Client.GetAsync("/nowhere", Cancel), 404, "KB404");
    }

    [Fact]
    public async Task Another_method_is_405_with_Allow()
    {
        await using var api = await TestApi.StartAsync(app => app.MapGet("/thing", () => "here"));
        using var response = await api.Client.DeleteAsync("/thing", Cancel);
        var body = await ErrorBody.ReadAsync(response, 405, "KB405");
        Assert.Equal(["GET"], response.Content.Headers.Allow);
        Assert.Equal("It takes GET.", body.Hint);
    }

    [Fact]
    public async Task Another_content_type_is_415()
    {
        await using var api = await TestApi.StartAsync(app => app.MapPost("/thing", (Dictionary<string, int> body) => body.Count));
        using var content = new StringContent("a=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        await ErrorBody.ReadAsync(await api.Client.PostAsync("/thing", content, Cancel), 415, "KB415");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_announced_or_not()
    {
        await using var api = await TestApi.StartAsync(app => app.MapPost("/thing", (Dictionary<string, string> body) => body.Count));
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/thing");
            request.Content = new StringContent("{\"a\":\"" + new string('x', 1024 * 1024) + "\"}", Encoding.UTF8, "application/json");
            request.Headers.TransferEncodingChunked = chunked;
            // Who announces his size asks first: an answer that comes while he is still sending can be lost with the connection.
            request.Headers.ExpectContinue = !chunked;
            var body = await ErrorBody.ReadAsync(await api.Client.SendAsync(request, Cancel), 413, "KB413");
            Assert.Contains("1048576", body.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_the_error_without_its_body()
    {
        await using var api = await TestApi.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/nowhere");
        using var response = await api.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task An_answer_with_a_body_of_its_own_is_left_alone()
    {
        await using var api = await TestApi.StartAsync(app => app.MapGet("/teapot", () => Results.Text("short and stout", statusCode: 418)));
        using var response = await api.Client.GetAsync("/teapot", Cancel);
        Assert.Equal("short and stout", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_fault_after_the_answer_began_resets_the_connection()
    {
        await using var api = await TestApi.StartAsync(app => app.MapGet("/half", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("[1,", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            throw new InvalidOperationException("half way");
        }));
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await api.Client.GetStringAsync("/half", Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_database_says_of_a_tenants_values_is_in_no_log(bool begun)
    {
        await using var api = await TestApi.StartAsync(app => app.MapGet("/values", async (HttpContext context) =>
        {
            if (begun)
            {
                await context.Response.WriteAsync("[1,", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            throw new InvalidOperationException("outer", new PostgresException("invalid input: \"planted\"", "ERROR", "ERROR", "22P02", detail: "Key (email)=(planted)"));
        }));
        if (begun)
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await api.Client.GetStringAsync("/values", Cancel));
        }
        else
        {
            await ErrorBody.ReadAsync(await api.Client.GetAsync("/values", Cancel), 500, "KB500");
        }

        await api.StopAsync();
        Assert.Contains(api.Log.Entries, e => e.Level == LogLevel.Error && e.Message.Contains("22P02", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Entries, e => e.Message.Contains("planted", StringComparison.Ordinal) || (e.Exception?.ToString().Contains("planted", StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error_in_the_log()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var api = await TestApi.StartAsync(app => app.MapGet("/slow", async (HttpContext context) =>
        {
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
            finally
            {
                left.SetResult();
            }
        }));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var call = api.Client.GetAsync("/slow", leave.Token);
        await entered.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await left.Task;
        await api.StopAsync();
        // This API has no control database, which is another matter.
        Assert.DoesNotContain(api.Log.Entries, e => e.Level >= LogLevel.Warning && e.Category != typeof(Kolaybase.Api.Http.Tokens.RevocationPoller).FullName);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_504()
    {
        await using var api = await TestApi.StartAsync(
            app => app.MapGet("/slow", (HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)),
            settings: ("Kolaybase:RequestSeconds", "1"));
        await ErrorBody.ReadAsync(await api.Client.GetAsync("/slow", Cancel), 504, "KB504");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Action<WebApplication> Throws(Func<Exception> make) => app => app.MapGet("/throw", IResult () => throw make());
}
