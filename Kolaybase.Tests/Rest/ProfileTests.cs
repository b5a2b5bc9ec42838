using System.Net;
using Kolaybase.Api.Rest;
using Kolaybase.Tests.Rest.Support;
using Microsoft.AspNetCore.Http;

namespace Kolaybase.Tests.Rest;

public class ProfileTests
{
    private static readonly RestLimits One = new();
    private static readonly RestLimits Two = new() { Schemas = ["public", "api"] };

    [Theory]
    [InlineData("GET", "Accept-Profile", "api", "api", true)]
    [InlineData("HEAD", "Accept-Profile", "api", "api", true)]
    [InlineData("OPTIONS", "Accept-Profile", "api", "api", true)]
    [InlineData("GET", "Content-Profile", "api", "public", true)]
    [InlineData("POST", "Content-Profile", "api", "api", true)]
    [InlineData("PATCH", "Content-Profile", "api", "api", true)]
    [InlineData("PUT", "Content-Profile", "api", "api", true)]
    [InlineData("DELETE", "Content-Profile", "api", "api", true)]
    [InlineData("DELETE", "Accept-Profile", "api", "public", true)]
    [InlineData("GET", "X-Other", "api", "public", true)]
    public void A_schema_is_named_where_its_header_counts(string method, string header, string value, string schema, bool tell) =>
        Assert.Equal(new Profile(schema, tell), Profile.Of(Request(method, header, value), Two));

    [Fact]
    public void Of_one_schema_the_answer_tells_only_who_asked()
    {
        Assert.Equal(new Profile("public", Tell: false), Profile.Of(Request("GET", "X-Other", ""), One));
        Assert.Equal(new Profile("public", Tell: true), Profile.Of(Request("GET", "Accept-Profile", "public"), One));
    }

    [Theory]
    [InlineData("auth")]
    [InlineData("API")]
    [InlineData("public, api")]
    public void A_schema_that_is_not_exposed_is_refused(string schema) => Refusals.AssertIs(
        Refusals.Of(() => Profile.Of(Request("GET", "Accept-Profile", schema), Two)),
        406,
        "PGRST106",
        $"Invalid schema: {schema}",
        hint: "Only the following schemas are exposed: public, api");

    [Fact]
    public async Task Each_exposed_schema_answers_with_its_own_tables()
    {
        await using var host = await RestHost.StartAsync(
            18,
            """
            create schema "Other One";
            create function public.shared() returns text stable language sql as 'select ''shared''';
            create table items (id int); insert into items values (1);
            create table "Other One".items (name text); insert into "Other One".items values ('x');
            create view "Other One".calls as select shared() as a;
            grant usage on schema "Other One" to service_role;
            grant all on all tables in schema "Other One" to service_role;
            """,
            settings: ("Schemas", "public,Other One"));

        Assert.Equal(("[{\"id\":1}]", "public"), await GetAsync("items", null));
        Assert.Equal(("[{\"name\":\"x\"}]", "Other One"), await GetAsync("items", "Other One"));
        Assert.Equal(("[{\"a\":\"shared\"}]", "Other One"), await GetAsync("calls", "Other One"));

        async Task<(string Body, string? Profile)> GetAsync(string path, string? profile)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/" + path);
            request.Headers.Add("X-Test-Role", "service_role");
            request.Headers.Add("X-Test-Claims", "{\"role\":\"service_role\"}");
            if (profile is not null)
            {
                request.Headers.Add("Accept-Profile", profile);
            }

            using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, body);
            return (body, response.Headers.TryGetValues("Content-Profile", out var told) || response.Content.Headers.TryGetValues("Content-Profile", out told) ? told.Single() : null);
        }
    }

    private static HttpRequest Request(string method, string header, string value)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Headers[header] = value;
        return request;
    }
}
