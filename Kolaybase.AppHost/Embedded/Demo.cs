using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Walks through the API over HTTP, as the printed commands do, and leaves a project behind. A second run finds it and goes on from there.</summary>
internal sealed partial class Demo(string baseUrl, DataFolder data, TextWriter output)
{
    public const string Email = "demo@example.com";
    private const string Project = "demo";
    private const int LongestAnswer = 300;

    /// <summary>Does the walk.</summary>
    /// <exception cref="EmbeddedException">A step was refused; the message has the answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new Uri(baseUrl) };
        var (password, token) = await SignInAsync(client, cancellationToken);
        var project = await ProjectAsync(client, token, cancellationToken);
        var (id, anon, service) = (Text(project, "id"), Text(project, "anonKey"), Text(project, "serviceKey"));
        var asService = ("apikey", service);

        var tables = (JsonArray)await SendAsync(client, HttpMethod.Get, $"/api/projects/{id}/tables", asService, null, cancellationToken);
        if (tables.All(table => Text(table!, "name") != "books"))
        {
            Say("Create a table that anybody may read");
            await SendAsync(client, HttpMethod.Post, $"/api/projects/{id}/tables", asService, Walk.Table, cancellationToken);
        }

        var rows = (JsonArray)await SendAsync(client, HttpMethod.Get, "/api/rest/v1/books?select=id&limit=1", asService, null, cancellationToken);
        if (rows.Count == 0)
        {
            Say("Insert rows with the service key");
            await SendAsync(client, HttpMethod.Post, "/api/rest/v1/books", asService, Walk.Rows, cancellationToken);
        }

        Say("Read with the anon key: filter, order, limit, offset");
        await SendAsync(client, HttpMethod.Get, $"/api/rest/v1/books?{Walk.Query}", ("apikey", anon), null, cancellationToken);

        await output.WriteLineAsync($"""

            The demo project is there to play with:

              account      {Email}, password {password}
              project      {id}
              anon key     {anon}
              service key  {service}

            """);
    }

    private async Task<(string Password, string Token)> SignInAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var secrets = EmbeddedSecrets.Open(data);
        if (secrets.Demo is null)
        {
            // Kept before it is used: a crash in between must not leave an account that nobody can enter.
            secrets = secrets with { Demo = EmbeddedSecrets.Password() };
            secrets.Save(data);
        }

        var credentials = JsonSerializer.Serialize(new { email = Email, password = secrets.Demo }, JsonSerializerOptions.Web);
        Say("Sign in");
        var (status, session) = await TrySendAsync(client, HttpMethod.Post, "/api/auth/login", null, credentials, cancellationToken);
        if (status == HttpStatusCode.Unauthorized)
        {
            Say("Sign up");
            session = await SendAsync(client, HttpMethod.Post, "/api/auth/signup", null, credentials, cancellationToken);
        }
        else if (status != HttpStatusCode.OK)
        {
            throw Refused(HttpMethod.Post, "/api/auth/login", status, session);
        }

        return (secrets.Demo!, Text(session, "accessToken"));
    }

    private async Task<JsonNode> ProjectAsync(HttpClient client, string token, CancellationToken cancellationToken)
    {
        var asMember = ("Authorization", $"Bearer {token}");
        var projects = (JsonArray)await SendAsync(client, HttpMethod.Get, "/api/projects", asMember, null, cancellationToken);
        if (projects.FirstOrDefault(project => Text(project!, "name") == Project && Text(project!, "status") == "ACTIVE") is { } existing)
        {
            return existing;
        }

        Say("Create a project");
        var created = await SendAsync(client, HttpMethod.Post, "/api/projects", asMember, $$"""{"name":"{{Project}}"}""", cancellationToken);
        return Text(created, "status") == "ACTIVE"
            ? created
            : throw new EmbeddedException($"The demo's project is {Text(created, "status")}: {created["statusMessage"]}. Start with --demo again to go on.");
    }

    private async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, (string Name, string Value)? caller, string? body, CancellationToken cancellationToken)
    {
        var (status, answer) = await TrySendAsync(client, method, path, caller, body, cancellationToken);
        return (int)status < 300 ? answer : throw Refused(method, path, status, answer);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> TrySendAsync(
        HttpClient client, HttpMethod method, string path, (string Name, string Value)? caller, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("Prefer", "return=representation");
        }

        if (caller is { } header)
        {
            request.Headers.Add(header.Name, header.Value);
        }

        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        await output.WriteLineAsync($"  {method} {path}");
        await output.WriteLineAsync($"  {(int)response.StatusCode} {Brief(text)}");
        return (response.StatusCode, Parse(text));
    }

    // Terminals are recorded and shared: what opens something is shown once, at the end, and only what is needed.
    private static string Brief(string text)
    {
        var brief = Credentials().Replace(text, "$1…");
        return brief.Length > LongestAnswer ? $"{brief[..LongestAnswer]}…" : brief;
    }

    private static JsonNode Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text.Length == 0 ? "{}" : text) ?? new JsonObject();
        }
        catch (JsonException)
        {
            // Another program answers on this address; its words go into the refusal.
            return JsonValue.Create(text);
        }
    }

    private void Say(string step) => output.WriteLine($"{Environment.NewLine}{step}");

    private static string Text(JsonNode node, string name) =>
        node[name]?.GetValue<string>() ?? throw new EmbeddedException($"The demo expected '{name}' in an answer that has none.");

    [GeneratedRegex("""("(?:accessToken|refreshToken|serviceKey)":")[^"]+""")]
    private static partial Regex Credentials();

    private static EmbeddedException Refused(HttpMethod method, string path, HttpStatusCode status, JsonNode answer) =>
        new($"The demo's {method} {path} was answered {(int)status}: {answer.ToJsonString()}");
}
