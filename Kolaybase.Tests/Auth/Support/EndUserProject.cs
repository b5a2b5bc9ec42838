using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Tests.Auth.Support;

/// <summary>A project as its end users' programs know it.</summary>
public sealed record EndUserProject(EndUserFixture Fixture, Guid Id, string AnonKey, string ServiceKey)
{
    public const string Password = "correct horse";

    public string Realm => Realms.OfProject(Id);

    public static string NewEmail() => $"user-{Guid.CreateVersion7():N}@example.com";

    /// <summary>A program that nobody is signed in at.</summary>
    public EndUserClient Client(string? address = null) => new(Fixture.Api.Client, AnonKey) { Address = address };

    /// <summary>The project's own server.</summary>
    public EndUserClient Server() => new(Fixture.Api.Client, ServiceKey);

    /// <summary>A new user, signed in.</summary>
    public async Task<EndUserClient> SignUpAsync(string? email = null)
    {
        var client = Client();
        client.Email = email ?? NewEmail();
        client.Take((await client.PostAsync("signup", new { email = client.Email, password = Password })).Expect(201));
        return client;
    }

    /// <summary>Waits for the code of a mail.</summary>
    public async Task<string> CodeAsync(string email, string template, int before = 0) => (await Fixture.Mails.NextAsync(Id, email, template, before)).Code;
}
