using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kolaybase.Tests.Isolation;

/// <summary>An operation of the served OpenAPI document.</summary>
internal sealed record ApiOperation(string Id, string Method, string Path, bool HasBody, string[] Security)
{
    /// <summary>The request names the project: its path, its body or its query. Whether a signed address does is its own tests' question.</summary>
    public bool IsByPath => (Path.StartsWith("/api/projects/{id}", StringComparison.Ordinal) && !Path.EndsWith("/storage/signed", StringComparison.Ordinal)) || SampleArguments.NamesProject.Contains(Id);

    /// <summary>The key names the project.</summary>
    public bool IsByKey => !IsByPath && Security.Contains("apikey");

    /// <summary>API keys open it at all.</summary>
    public bool TakesKeys => Security.Contains("apikey");

    public static IReadOnlyList<ApiOperation> Read(JsonDocument document) =>
    [
        .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("operationId", out _)
           select new ApiOperation(
               operation.Value.GetProperty("operationId").GetString()!,
               operation.Name.ToUpperInvariant(),
               path.Name,
               operation.Value.TryGetProperty("requestBody", out _),
               operation.Value.TryGetProperty("security", out var security)
                   ? [.. security.EnumerateArray().Select(r => string.Join('+', r.EnumerateObject().Select(s => s.Name).Order(StringComparer.Ordinal)))]
                   : []),
    ];

    /// <summary>What <see cref="SampleArguments"/> lacks to call it; null when nothing.</summary>
    public string? Uncovered()
    {
        if (!IsByPath && !IsByKey)
        {
            return SampleArguments.WithoutProject.Contains(Id) ? null : $"{Id}: takes no project? Then list it in {nameof(SampleArguments.WithoutProject)}";
        }

        var parameters = Regex.Matches(Path, @"\{\**(\w+)\}").Select(m => m.Groups[1].Value).Where(p => p != "id" && !SampleArguments.Path.ContainsKey(p)).ToList();
        return parameters.Count > 0 ? $"{Id}: no sample for {string.Join(", ", parameters)}"
            : HasBody && !SampleArguments.Bodies.ContainsKey(Id) ? $"{Id}: no sample body"
            : null;
    }

    /// <summary>The call, aimed at a project.</summary>
    public HttpRequestMessage Request(Guid project, string? key, string? token)
    {
        var path = Regex.Replace(Path, @"\{\**(\w+)\}", m => m.Groups[1].Value == "id" ? project.ToString() : SampleArguments.Path[m.Groups[1].Value]);
        var request = new HttpRequestMessage(new HttpMethod(Method), path + SampleArguments.Queries.GetValueOrDefault(Id)?.Replace(SampleArguments.Project, project.ToString(), StringComparison.Ordinal));
        if (HasBody)
        {
            request.Content = new StringContent(SampleArguments.Bodies[Id].Replace(SampleArguments.Project, project.ToString(), StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("apikey", key);
        }

        if (token is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + token);
        }

        return request;
    }
}
