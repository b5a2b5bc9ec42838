using Kolaybase.Tests.Auth.Support;

namespace Kolaybase.Tests.Auth;

/// <summary>From sign-up to rows: policies see who is signed in.</summary>
public sealed class DataPlaneTests(EndUserFixture fixture) : IClassFixture<EndUserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_two_users_sees_and_writes_his_own_rows_only()
    {
        var provisioned = await fixture.SharedProject;
        await provisioned.ExecuteAsync(
            """
            create table notes (id int primary key, owner_id uuid not null default auth.uid(), email text default auth.email(), note text);
            alter table notes enable row level security;
            grant select, insert, update, delete on notes to authenticated;
            create policy own on notes to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
            """,
            Cancel);
        var project = new EndUserProject(fixture, provisioned.Id, provisioned.AnonKey, provisioned.ServiceKey);
        var (ada, eve) = (await project.SignUpAsync(), await project.SignUpAsync());
        const string Notes = "/api/rest/v1/notes";

        (await ada.PostAsync(Notes, new { id = 1, note = "ada's" })).Expect(201);
        (await eve.PostAsync(Notes, new { id = 2, note = "eve's" })).Expect(201);
        var own = Assert.Single((await ada.GetAsync(Notes)).Expect(200).EnumerateArray());
        Assert.Equal((ada.UserId, ada.Email, "ada's"), (own.GetProperty("owner_id").GetGuid(), own.GetProperty("email").GetString(), own.GetProperty("note").GetString()));

        Assert.Empty((await eve.GetAsync($"{Notes}?id=eq.1")).Expect(200).EnumerateArray());
        (await eve.PostAsync(Notes, new { id = 3, owner_id = ada.UserId, note = "forged" })).Refused(403, "42501");
        (await eve.SendAsync(HttpMethod.Patch, $"{Notes}?id=eq.1", new { note = "overwritten" })).Expect(204);
        (await eve.SendAsync(HttpMethod.Delete, $"{Notes}?id=eq.1", null)).Expect(204);
        Assert.Equal("ada's", (await ada.GetAsync(Notes)).Expect(200)[0].GetProperty("note").GetString());

        // The anon key alone has no right here.
        (await project.Client().GetAsync(Notes)).Refused(401, "42501");
    }
}
