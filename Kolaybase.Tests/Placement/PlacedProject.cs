using System.Text;
using System.Text.Json;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Placement;

/// <summary>A project as its developer and its programs use it.</summary>
/// <param name="Api">The API that serves it.</param>
/// <param name="Owner">Its developer.</param>
/// <param name="Row">Its row.</param>
/// <param name="Provisioned">Its logins.</param>
public sealed record PlacedProject(TestApi Api, PlatformClient Owner, Project Row, ProvisionedProject Provisioned)
{
    public Guid Id => Row.Id;

    /// <summary>A program with the public key; nobody is signed in.</summary>
    public EndUserClient Anon() => new(Api.Client, Provisioned.AnonKey);

    /// <summary>The project's own server.</summary>
    public EndUserClient Service() => new(Api.Client, Provisioned.ServiceKey);

    /// <summary>A call of the data API with the secret key.</summary>
    public Task<Answer> DataAsync(string path) => Service().GetAsync("/api/rest/v1/" + path);

    /// <summary>Runs SQL over HTTP.</summary>
    public async Task<JsonElement> SqlAsync(string query) => (await TrySqlAsync(query)).Expect(200);

    /// <summary>The same, for one that may be refused.</summary>
    public Task<Answer> TrySqlAsync(string query) => Owner.PostAsync("/api/sql/execute", new { projectId = Id, query });

    /// <summary>Stores an object as an end user or a server.</summary>
    public async Task<Answer> UploadAsync(EndUserClient client, string key, string bucket, string path, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/projects/{Id}/storage/buckets/{bucket}/objects?path={Uri.EscapeDataString(path)}");
        request.Headers.Add("apikey", key);
        if (client.Token is not null)
        {
            request.Headers.Authorization = new("Bearer", client.Token);
        }

        request.Content = new StringContent(text, Encoding.UTF8, "text/plain");
        using var response = await Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }
}
