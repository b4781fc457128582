using System.CommandLine;
using System.Text.Json;
using ActorFfi.Bench;

Option<bool> json = new("--json") { Description = "One JSON object a line instead of a table." };
Option<string> filter = new("--filter") { Description = "Only rows whose names contain this.", DefaultValueFactory = _ => "" };
Command http = new("http", "Measures calls over HTTP against an endpoint that does nothing.") { json, filter };
http.SetAction((result, _) => HttpBenchmark.RunAsync(result.GetValue(filter)!, row => Print(row, result.GetValue(json))));
Command quick = new("quick", "Measures each pair alternately; takes less than a minute.") { json, filter };
quick.SetAction((result, _) => QuickBenchmark.RunAsync(result.GetValue(filter)!, row => Print(row, result.GetValue(json))));
return await new RootCommand("Measures ActorFfi against what one would write without it.") { quick, http }.Parse(args).InvokeAsync();

static void Print(Row row, bool asJson) => Console.WriteLine(asJson
    ? JsonSerializer.Serialize(row)
    : $"{row.Name,-32} {row.Value,12:N1} ns {row.BytesPerOp,8:N1} B   ratio {row.Ratio,7:N3} to {row.Peer} ({row.PeerValue:N1} ns)");
