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
