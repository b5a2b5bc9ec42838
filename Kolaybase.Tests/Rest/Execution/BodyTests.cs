using System.Net;
using System.Text;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class BodyTests
{
    private const string Items = "create table items (id int primary key, name text, price numeric(8, 2), tags text[])";

    [Theory]
    [InlineData("text/csv", "id,name,price,tags\r\n1,\"a, \"\"b\"\"\",1.50,\"{x,y}\"\r\n2,NULL,NULL,NULL\r\n3,,2,{}\r\n", """[{"id":1,"name":"a, \"b\"","price":1.50,"tags":["x","y"]},{"id":2,"name":null,"price":null,"tags":null},{"id":3,"name":"","price":2.00,"tags":[]}]""")]
    [InlineData("application/x-www-form-urlencoded", "id=1&name=%C5%9Fehir+%26&price=3", """[{"id":1,"name":"şehir &","price":3.00,"tags":null}]""")]
    [InlineData("application/json", """[{"id":1,"name":"x"}]""", """[{"id":1,"name":"x","price":null,"tags":null}]""")]
    [InlineData("text/csv", "id,name\n", "[]")]
    public async Task Rows_come_as_any_type(string contentType, string body, string rows)
    {
        await using var host = await RestHost.StartAsync(18, Items);

        var answer = await PostAsync(host, "items", new StringContent(body, Encoding.UTF8, contentType), "return=representation");

        Assert.Equal((HttpStatusCode.Created, rows), answer);
        Assert.Equal(rows, (await host.GetAsync("items?order=id")).Body);
    }

    [Theory]
    [InlineData("text/csv", "id,nam\n1,x", "PGRST204")]
    [InlineData("text/csv", "id,name\n1", "PGRST102")]
    [InlineData("text/csv", "id\nx", "22P02")]
    [InlineData("text/csv", "id,name\n1,\"\0\"", "22P05")]
    [InlineData("application/x-www-form-urlencoded", "id=x", "22P02")]
    [InlineData("text/plain", "1", "KB415")]
    public async Task What_does_not_fit_is_refused(string contentType, string body, string code)
    {
        await using var host = await RestHost.StartAsync(18, Items);

        var (status, text) = await PostAsync(host, "items", new StringContent(body, Encoding.UTF8, contentType));

        Assert.InRange((int)status, 400, 499);
        Assert.StartsWith($$"""{"code":"{{code}}",""", text, StringComparison.Ordinal);
        Assert.Equal("[]", (await host.GetAsync("items")).Body);
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(RestHost host, string path, HttpContent body, string prefer = "return=minimal")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/rest/v1/" + path) { Content = body };
        request.Headers.Add("X-Test-Role", "service_role");
        request.Headers.Add("X-Test-Claims", "{\"role\":\"service_role\"}");
        request.Headers.Add("Prefer", prefer);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
