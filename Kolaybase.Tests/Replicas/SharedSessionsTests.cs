using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Replicas;

/// <summary>A session that begins, goes on or ends on one replica does so on all.</summary>
[Collection(ReplicaStack.Collection)]
public sealed class SharedSessionsTests(ReplicaStack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_developer_who_signs_out_on_one_is_signed_out_on_both()
    {
        var (one, two) = await stack.SignUpAsync();
        foreach (var client in new[] { one, two })
        {
            (await client.GetAsync("/api/auth/me")).Expect(200);
        }

        (await two.PostAsync("/api/auth/logout", new { refreshToken = one.RefreshToken })).Expect(204);

        foreach (var client in new[] { one, two })
        {
            (await client.PostAsync("/api/auth/refresh", new { refreshToken = one.RefreshToken })).Refused(401, "KB203");
            await Eventually.TrueAsync(async () => (int)(await client.GetAsync("/api/auth/me")).Status == 401, "the access token is refused", Cancel, ReplicaStack.Patience);
        }
    }

    [Fact]
    public async Task An_end_users_tabs_refresh_on_both_at_once_and_one_sign_out_ends_them()
    {
        var (project, keys) = await ProjectAsync();
        var user = new EndUserClient(stack.Apis[0], keys);
        user.Take((await user.PostAsync("signup", new { email = PlatformClient.NewEmail(), password = PlatformClient.Password })).Expect(201));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => new EndUserClient(stack.Apis[i % 2], keys).PostAsync("refresh", new { refreshToken = user.RefreshToken })));
        var tabs = answers.Select((answer, i) => Tab(stack.Apis[(i + 1) % 2], answer.Expect(200).GetProperty("accessToken").GetString()!)).ToList();
        foreach (var tab in tabs)
        {
            Assert.Equal(user.UserId, (await tab.GetAsync("me")).Expect(200).GetProperty("id").GetGuid());
            (await tab.GetAsync("/api/rest/v1/ledger")).Expect(200);
        }

        (await new EndUserClient(stack.Apis[1], keys).PostAsync("signout", new { refreshToken = user.RefreshToken })).Expect(204);

        foreach (var api in stack.Apis)
        {
            (await new EndUserClient(api, keys).PostAsync("refresh", new { refreshToken = user.RefreshToken })).Refused(401, "KB203");
        }

        foreach (var tab in tabs)
        {
            await Eventually.TrueAsync(async () => (int)(await tab.GetAsync("me")).Status == 401, "the access token is refused", Cancel, ReplicaStack.Patience);
            Assert.Equal(401, (int)(await tab.GetAsync("/api/rest/v1/ledger")).Status);
        }

        EndUserClient Tab(HttpClient api, string token) => new(api, keys) { Token = token };
    }

    /// <summary>A project whose users may read its table, and its public key.</summary>
    private async Task<(LedgerProject Project, string AnonKey)> ProjectAsync()
    {
        var (one, _) = await stack.SignUpAsync();
        var project = await LedgerProject.CreateAsync(one);
        await project.ExecuteAsync("grant select on ledger to authenticated");
        return (project, (await one.GetAsync($"/api/projects/{project.Id}")).Expect(200).GetProperty("anonKey").GetString()!);
    }
}
