using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ActorFfi.Bench;

Option<bool> json = new("--json") { Description = "One JSON object a line instead of a table." };
Option<bool> markdown = new("--markdown") { Description = "The rows of the tables in docs/performance.md." };
Option<string> filter = new("--filter") { Description = "Only rows whose names contain this.", DefaultValueFactory = _ => "" };
Command http = new("http", "Measures calls over HTTP against an endpoint that does nothing.") { json, markdown, filter };
http.SetAction((result, _) => HttpBenchmark.RunAsync(result.GetValue(filter)!, row => Print(row, result.GetValue(json), result.GetValue(markdown))));
Command quick = new("quick", "Measures each pair alternately; takes less than a minute.") { json, markdown, filter };
quick.SetAction((result, _) => QuickBenchmark.RunAsync(result.GetValue(filter)!, row => Print(row, result.GetValue(json), result.GetValue(markdown))));
Argument<string> path = new("PATH");
Command serve = new("serve", "The other side of the socket that isolated calls are measured against.") { path };
serve.Hidden = true;
serve.SetAction(result => SocketRpc.Serve(result.GetValue(path)!));
return await new RootCommand("Measures ActorFfi against what one would write without it.") { quick, http, serve }.Parse(args).InvokeAsync();

static void Print(Row row, bool asJson, bool asMarkdown) => Console.WriteLine(asJson
    ? JsonSerializer.Serialize(row)
    : asMarkdown ? string.Create(CultureInfo.InvariantCulture, $"| `{row.Name}` | {row.Value:N1} | {row.BytesPerOp:N1} | {row.PeerValue:N1} | {row.Ratio:N3} |")
    : $"{row.Name,-32} {row.Value,12:N1} ns {row.BytesPerOp,8:N1} B   ratio {row.Ratio,7:N3} to {row.Peer} ({row.PeerValue:N1} ns)");
