using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Support;

/// <summary>Stands before a Keycloak, notes what is asked of it, and fails when told to: faults below all of our code.</summary>
public sealed class KeycloakGate : IAsyncDisposable
{
    private readonly WebApplication _app;
    // No connection is used twice: Keycloak may end an idle one at the moment that a request goes out on it, and a POST is not repeated.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly string _target;

    private KeycloakGate(WebApplication app, string target) => (_app, _target) = (app, target);

    /// <summary>Its address; refuses connections after <see cref="CloseAsync"/>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What came, as <c>GET /path</c>, in order.</summary>
    public IReadOnlyList<string> Seen => [.. _seen];

    /// <summary>What happens to a request before it is passed on; a status answers it instead. Null passes everything.</summary>
    public Func<string, CancellationToken, Task<int?>>? Before { get; set; }

    /// <summary>Whether the answer to a request that Keycloak has served is lost on its way.</summary>
    public Func<string, bool> LosesAnswer { get; set; } = _ => false;

    public static Task<KeycloakGate> StartAsync(TestKeycloak keycloak) => StartAsync(keycloak.Url);

    /// <summary>Before whatever is at an address.</summary>
    internal static async Task<KeycloakGate> StartAsync(string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var gate = new KeycloakGate(app, target);
        app.Run(gate.PassAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        gate.Url = app.Urls.Single();
        return gate;
    }

    /// <summary>Nobody listens any more.</summary>
    public Task CloseAsync() => _app.StopAsync(CancellationToken.None);

    public void Forget() => _seen.Clear();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var what = $"{context.Request.Method} {context.Request.Path}";
        _seen.Enqueue(what);
        // One request for each connection: a call must not meet one that ended with the call before, as it is not repeated.
        context.Response.Headers.Connection = "close";
        // To its end before anything is answered: a caller gets the same answer however far his body has come.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (Before is { } before && await before(what, context.RequestAborted) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{_target}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}");
        if (context.Request.ContentType is not null)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.Add("Content-Type", context.Request.ContentType);
        }

        if (context.Request.Headers.Authorization is [{ } authorization])
        {
            request.Headers.Add("Authorization", authorization);
        }

        // Not the caller's token: what is under way at a server is not undone by a caller who leaves.
        using var answer = await _http.SendAsync(request, CancellationToken.None);
        if (LosesAnswer(what))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.Location is { } location)
        {
            context.Response.Headers.Location = location.ToString();
        }

        // SendAsync has read all of it: what breaks between Keycloak and us is a 500, never half an answer.
        var content = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
        if (content.Length > 0)
        {
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }
}
