using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kolaybase.Tests.Platform;
using MimeKit;

namespace Kolaybase.Tests.Replicas.Load;

/// <summary>Invites address after address: each invitation that was acknowledged has to become a mail.</summary>
internal sealed class InviteLoad
{
    /// <summary>A team may have 100 invitations at once, an account 50 teams.</summary>
    private const int Teams = 40;

    private const int InvitesOfTeam = 90;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly ConcurrentQueue<string> _acknowledged = [];
    private readonly ReplicaStack _stack;
    private readonly LoadReport _report;
    private readonly string _token;
    private readonly Queue<Guid> _teams;

    private InviteLoad(ReplicaStack stack, LoadReport report, string token, Queue<Guid> teams) => (_stack, _report, _token, _teams) = (stack, report, token, teams);

    /// <summary>How many were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>How many addresses got more than one mail of one invitation: a worker was killed between the mail and the note that it is done.</summary>
    public int Twice => Recipients().GroupBy(r => r, StringComparer.Ordinal).Count(g => g.Count() > 1);

    /// <summary>How many were acknowledged and are not mailed yet.</summary>
    public int Waiting => _acknowledged.Except(Recipients(), StringComparer.Ordinal).Count();

    /// <summary>One for a new account.</summary>
    public static async Task<InviteLoad> StartAsync(ReplicaStack stack, LoadReport report)
    {
        var (user, _) = await stack.SignUpAsync();
        var teams = new Queue<Guid>();
        for (var i = 0; i < Teams; i++)
        {
            teams.Enqueue((await user.PostAsync("/api/teams", new { name = $"Team {i}" })).Expect(201).GetProperty("id").GetGuid());
        }

        return new InviteLoad(stack, report, user.Token!, teams);
    }

    /// <summary>Invites until cancelled.</summary>
    public async Task RunAsync(CancellationToken until)
    {
        for (var n = 0; !until.IsCancellationRequested; n++)
        {
            if (n == InvitesOfTeam)
            {
                n = 0;
                _teams.Dequeue();
            }

            var email = PlatformClient.NewEmail();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/teams/{_teams.Peek()}/invites") { Content = JsonContent.Create(new { email, role = "viewer" }) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            if (await _report.SendAsync("invite", _stack.Balanced, request) == 201)
            {
                _acknowledged.Enqueue(email);
            }

            // Not what is under load: as many as people send, not as many as the disk of mails holds.
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Waits for the mails of all acknowledged invitations.</summary>
    /// <returns>The addresses that got none.</returns>
    public async Task<IReadOnlyList<string>> LostAsync()
    {
        List<string> missing = [.. _acknowledged];
        var begun = TimeProvider.System.GetTimestamp();
        while (missing.Count > 0 && TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            missing = [.. _acknowledged.Except(Recipients(), StringComparer.Ordinal)];
        }

        return missing;
    }

    // A file that is being written has another name.
    private List<string> Recipients() =>
        [.. Directory.GetFiles(_stack.Mails, "*.eml").Select(file => MimeMessage.Load(file)).SelectMany(m => m.To.Mailboxes).Select(m => m.Address).Where(_acknowledged.Contains)];
}
