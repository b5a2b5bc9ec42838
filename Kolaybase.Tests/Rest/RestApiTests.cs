using System.Net;
using System.Text;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest;

/// <summary>The whole of it: real host, real keys, a provisioned project.</summary>
public class RestApiTests
{
    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task The_service_key_writes_and_the_anon_key_reads(int major)
    {
        await PostgresServers.Get(major);
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(TestContext.Current.CancellationToken);
        await project.ExecuteAsync("create table items (id int primary key, name text); grant select on items to anon", TestContext.Current.CancellationToken);
        await using var api = await TestApi.StartAsync(
            control: plane.ControlConnectionString, masterKeys: plane.Settings["Kolaybase:MasterKeys"], settings: ("Kolaybase:DataBodyBytes", "1000000"));

        await SendAsync(api, HttpMethod.Post, "items", project.ServiceKey, HttpStatusCode.Created, """[{"id":1,"name":"pen"},{"id":2,"name":"ink"}]""");

        var read = await SendAsync(api, HttpMethod.Get, "items?name=like.p*&select=id", project.AnonKey, HttpStatusCode.OK);
        Assert.Equal("""[{"id":1}]""", read.Body);
        Assert.Equal((401, "42501"), (await SendAsync(api, HttpMethod.Post, "items", project.AnonKey, HttpStatusCode.Unauthorized, "{}")).Error);
        Assert.Equal((401, "KB102"), (await SendAsync(api, HttpMethod.Get, "items", "kb_anon_nobody", HttpStatusCode.Unauthorized)).Error);
        Assert.Equal((413, "KB413"), (await SendAsync(api, HttpMethod.Post, "items", project.ServiceKey, HttpStatusCode.RequestEntityTooLarge, new string(' ', 2_000_000))).Error);
    }

    [Fact]
    public async Task A_path_that_can_not_be_and_a_method_that_it_does_not_take_are_told_in_words_of_PostgREST()
    {
        await using var api = await TestApi.StartAsync();

        Refused(await SendAsync(api, HttpMethod.Get, "items/1", "kb_anon_nobody", HttpStatusCode.NotFound), "PGRST125", "Invalid path specified in request URL");
        Refused(await SendAsync(api, HttpMethod.Get, "rpc/f/1", "kb_anon_nobody", HttpStatusCode.NotFound), "PGRST125", "Invalid path specified in request URL");
        var refused = await SendAsync(api, new HttpMethod("TRACEX"), "items", "kb_anon_nobody", HttpStatusCode.MethodNotAllowed);
        Refused(refused, "PGRST117", "Unsupported HTTP method: TRACEX");
        Assert.Contains("PATCH", refused.Allow, StringComparison.Ordinal);
        Assert.Equal("KB404", (await SendAsync(api, HttpMethod.Get, "auth/none", "kb_anon_nobody", HttpStatusCode.NotFound)).Error.Code);
    }

    private static void Refused(RestAnswer answer, string code, string message) => Assert.Equal((code, message), (answer.Error.Code, answer.Message));

    private static async Task<RestAnswer> SendAsync(TestApi api, HttpMethod method, string path, string key, HttpStatusCode expected, string? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/rest/v1/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("apikey", key);
        // The server answers without reading a body that is too large and closes: a client that is still sending may see
        // the closed connection before the answer, one that asks first (RFC 9110, 10.1.1) sees the answer.
        request.Headers.ExpectContinue = body?.Length > 1_000_000;
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (await RestAnswer.ReadAsync(response)).Expect(expected);
    }
}
