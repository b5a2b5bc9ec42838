using System.Net;
using System.Text;
using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Errors;
using Kolaybase.Api.Http.Requests;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>The data API on a free port over a database of the test's own. Who calls is said by test headers instead of keys.</summary>
public sealed class RestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RestHost(WebApplication app, RestDatabase database, TestLog log)
    {
        (_app, Database, Log) = (app, database, log);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public RestDatabase Database { get; }

    public TestLog Log { get; }

    /// <param name="major">Major version of PostgreSQL.</param>
    /// <param name="sql">Makes what the test needs, as the project's owner.</param>
    /// <param name="connections">Most connections of the authenticator.</param>
    /// <param name="settings">Limits, by their names in <see cref="RestLimits"/>.</param>
    public static async Task<RestHost> StartAsync(int major, string sql = "", int connections = 4, params (string Name, object Value)[] settings)
    {
        var database = await RestDatabase.CreateAsync(major, connections);
        if (sql.Length > 0)
        {
            await database.ExecuteAsync(sql);
        }

        var log = new TestLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"{RestLimits.Section}:{s.Name}", s.Value.ToString())));
        builder.WebHost.ConfigureKestrel(kestrel => KestrelSetup.Apply(kestrel));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new HttpOptions());
        builder.Services.AddRestApi(builder.Configuration);
        builder.Services.AddSingleton<OpenAuthenticator>((_, cancellationToken) => database.OpenAuthenticatorAsync(cancellationToken));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<UrlMiddleware>();
        app.UseRouting();
        app.Use((context, next) => SetCaller(context, database.Project, next));
        app.MapRestApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, database, log);
    }

    public async Task<RestAnswer> SendAsync(string method, string path, string role = "service_role", string? body = null, string? prefer = null, string claims = "", string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/rest/v1/" + path);
        request.Headers.Add("X-Test-Role", role);
        request.Headers.Add("X-Test-Claims", claims.Length > 0 ? claims : $$"""{"role":"{{role}}"}""");
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await RestAnswer.ReadAsync(response);
    }

    public Task<RestAnswer> GetAsync(string path, string role = "service_role", string? prefer = null) => SendAsync("GET", path, role, prefer: prefer);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static Task SetCaller(HttpContext context, ProjectRef project, RequestDelegate next)
    {
        var role = context.Request.Headers["X-Test-Role"].ToString() switch
        {
            "anon" => DatabaseRole.Anon,
            "authenticated" => DatabaseRole.Authenticated,
            _ => DatabaseRole.ServiceRole,
        };
        context.Features.Set(new ProjectCaller(project, role, context.Request.Headers["X-Test-Claims"].ToString(), null));
        return next(context);
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record RestAnswer(HttpStatusCode Status, string Body, string? ContentRange, string? PreferenceApplied, string? ContentType, string? Allow, string? Location)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public (int Status, string Code) Error => ((int)Status, Json.GetProperty("code").GetString()!);

    public string? Message => Json.GetProperty("message").GetString();

    public string? Hint => Json.GetProperty("hint").GetString();

    public string? Details => Json.GetProperty("details").GetString();

    public static async Task<RestAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Content.Headers.TryGetValues("Content-Range", out var range) || response.Headers.TryGetValues("Content-Range", out range) ? range.Single() : null,
        response.Headers.TryGetValues("Preference-Applied", out var applied) ? applied.Single() : null,
        response.Content.Headers.ContentType?.ToString(),
        response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : null,
        response.Headers.TryGetValues("Location", out var location) ? location.Single() : null);

    /// <summary>Fails with the body when the status is another.</summary>
    public RestAnswer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {(int)Status}: {Body}");
        return this;
    }
}
