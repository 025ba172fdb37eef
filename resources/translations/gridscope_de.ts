<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Clips</name>
    <message>
        <source>%1 act.</source>
        <translation>%1 Akt.</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Microscope</source>
        <translation>Mikroskop</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>River</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>DropBits</source>
        <translation>DropBits</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Bit planes</source>
        <translation>Bit-Ebenen</translation>
    </message>
    <message>
        <source>Plane norms</source>
        <translation>Normen der Ebenen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>One group</source>
        <translation>Eine Gruppe</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>Ausdünnen</translation>
    </message>
    <message>
        <source>Bits and accuracy</source>
        <translation>Bits und Genauigkeit</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Zielfunktion</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Schranken</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Loss over p</source>
        <translation>Verlust über p</translation>
    </message>
    <message>
        <source>Loss surface</source>
        <translation>Verlustfläche</translation>
    </message>
    <message>
        <source>Pairs of clips</source>
        <translation>Paare von Schranken</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Abbildung</translation>
    </message>
</context>
<context>
    <name>gridscope::ui</name>
    <message>
        <source>Tensors as &amp;text</source>
        <translation>Tensoren als Te&amp;xt</translation>
    </message>
    <message>
        <source>the network and all its method keeps, as JSON</source>
        <translation>das Netz und alles, was seine Methode behält, als JSON</translation>
    </message>
    <message>
        <source>Round the trained weights to fewer bits, without training</source>
        <translation>Die trainierten Gewichte auf weniger Bits runden, ohne Training</translation>
    </message>
    <message>
        <source>The next picture alone</source>
        <translation>Das nächste Bild allein</translation>
    </message>
    <message>
        <source>The picture before alone</source>
        <translation>Das Bild davor allein</translation>
    </message>
    <message>
        <source>A ring around the mouse; again takes it away</source>
        <translation>Ein Ring um die Maus; noch einmal nimmt ihn weg</translation>
    </message>
    <message>
        <source>Black screen; again brings the window back</source>
        <translation>Schwarzer Bildschirm; noch einmal bringt das Fenster zurück</translation>
    </message>
    <message>
        <source>Show or fold away float training</source>
        <translation>Float-Training zeigen oder einklappen</translation>
    </message>
    <message>
        <source>MNIST</source>
        <translation>MNIST</translation>
    </message>
    <message>
        <source>Fashion-MNIST</source>
        <translation>Fashion-MNIST</translation>
    </message>
    <message>
        <source>IDX files (MNIST family)</source>
        <translation>IDX-Dateien (MNIST-Familie)</translation>
    </message>
    <message>
        <source>CIFAR-10</source>
        <translation>CIFAR-10</translation>
    </message>
    <message>
        <source>folder of pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>NumPy files</source>
        <translation>NumPy-Dateien</translation>
    </message>
    <message>
        <source>table (CSV)</source>
        <translation>Tabelle (CSV)</translation>
    </message>
    <message>
        <source>built-in sample</source>
        <translation>eingebaute Probe</translation>
    </message>
    <message>
        <source>two spirals</source>
        <translation>zwei Spiralen</translation>
    </message>
    <message>
        <source>two moons</source>
        <translation>zwei Monde</translation>
    </message>
    <message>
        <source>circles</source>
        <translation>Kreise</translation>
    </message>
    <message>
        <source>XOR</source>
        <translation>XOR</translation>
    </message>
    <message>
        <source>checkerboard</source>
        <translation>Schachbrett</translation>
    </message>
    <message>
        <source>LeNet-5</source>
        <translation>LeNet-5</translation>
    </message>
    <message>
        <source>fully connected</source>
        <translation>voll verbunden</translation>
    </message>
    <message>
        <source>VGG-7</source>
        <translation>VGG-7</translation>
    </message>
    <message>
        <source>ResNet-18</source>
        <translation>ResNet-18</translation>
    </message>
    <message>
        <source>MobileNetV2</source>
        <translation>MobileNetV2</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>whole bits</source>
        <translation>ganze Bits</translation>
    </message>
    <message>
        <source>end points</source>
        <translation>Endpunkte</translation>
    </message>
    <message>
        <source>from a float network</source>
        <translation>von einem Float-Netz</translation>
    </message>
    <message>
        <source>from scratch</source>
        <translation>von Null an</translation>
    </message>
    <message>
        <source>trained first</source>
        <translation>zuerst trainiert</translation>
    </message>
    <message>
        <source>kept, where there is one</source>
        <translation>behalten, wo es eines gibt</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>as weights</source>
        <translation>wie Gewichte</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>full precision</source>
        <translation>volle Genauigkeit</translation>
    </message>
    <message>
        <source>Side by side or laid over each other</source>
        <translation>Nebeneinander oder übereinandergelegt</translation>
    </message>
    <message>
        <source>Bytes of the pictures</source>
        <translation>Bytes der Bilder</translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>Spalte %1</translation>
    </message>
    <message>
        <source>%1: %2 to %3, mean %4, deviation %5</source>
        <translation>%1: %2 bis %3, Mittel %4, Abweichung %5</translation>
    </message>
    <message>
        <source>%1 (never changes)</source>
        <translation>%1 (ändert sich nie)</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>less than 0.1 s</source>
        <translation>weniger als 0,1 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Split: %1</source>
        <translation>Aufteilung: %1</translation>
    </message>
    <message>
        <source>Each picture: %1 x %2, channels: %3</source>
        <translation>Jedes Bild: %1 x %2, Kanäle: %3</translation>
    </message>
    <message>
        <source>Numbers in each row: %1</source>
        <translation>Zahlen in jeder Zeile: %1</translation>
    </message>
    <message>
        <source>Reading: %1, once for each run</source>
        <translation>Lesen: %1, einmal je Lauf</translation>
    </message>
    <message>
        <source>Reading once more in each epoch: %1</source>
        <translation>Lesen noch einmal in jeder Epoche: %1</translation>
    </message>
    <message>
        <source>%1 in %2, such as: %3</source>
        <translation>%1 in %2, etwa: %3</translation>
    </message>
    <message>
        <source>No sample is in two parts at once.</source>
        <translation>Kein Beispiel ist in zwei Teilen zugleich.</translation>
    </message>
    <message>
        <source>In two parts at once, so that accuracies promise too much:</source>
        <translation>In zwei Teilen zugleich, sodass Genauigkeiten zu viel versprechen:</translation>
    </message>
    <message>
        <source>Passed over:</source>
        <translation>Übergangen:</translation>
    </message>
    <message>
        <source>Ranges in the training part:</source>
        <translation>Bereiche im Trainingsteil:</translation>
    </message>
    <message>
        <source>about %1 s</source>
        <translation>etwa %1 s</translation>
    </message>
    <message>
        <source>about %1 minutes</source>
        <translation>etwa %1 Minuten</translation>
    </message>
    <message>
        <source>about %1 hours</source>
        <translation>etwa %1 Stunden</translation>
    </message>
    <message>
        <source>about %1 days</source>
        <translation>etwa %1 Tage</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 aus %2</translation>
    </message>
    <message>
        <source>drawn from seed %1</source>
        <translation>aus Seed %1 gezogen</translation>
    </message>
    <message>
        <source>%1, %2 of them float pre-training</source>
        <translation>%1, davon %2 Float-Vortraining</translation>
    </message>
    <message>
        <source>%1, as fast as the run that is shown</source>
        <translation>%1, so schnell wie der gezeigte Lauf</translation>
    </message>
    <message>
        <source>not known before it has begun</source>
        <translation>erst bekannt, wenn es begonnen hat</translation>
    </message>
    <message>
        <source>Network: %1, method %2</source>
        <translation>Netz: %1, Verfahren %2</translation>
    </message>
    <message>
        <source>Data: %1</source>
        <translation>Daten: %1</translation>
    </message>
    <message>
        <source>Weights: %1</source>
        <translation>Gewichte: %1</translation>
    </message>
    <message>
        <source>Steps: %1</source>
        <translation>Schritte: %1</translation>
    </message>
    <message>
        <source>Run file: about %1</source>
        <translation>Laufdatei: etwa %1</translation>
    </message>
    <message>
        <source>Time: %1</source>
        <translation>Dauer: %1</translation>
    </message>
    <message>
        <source>Back through the rounding: here the factor depends on the noise that was drawn.</source>
        <translation>Zurück durch die Rundung: Hier hängt der Faktor vom gezogenen Rauschen ab.</translation>
    </message>
    <message>
        <source>Back through the rounding: the gradient passes as if nothing had been rounded (factor 1).</source>
        <translation>Zurück durch die Rundung: Der Gradient geht durch, als wäre nichts gerundet worden (Faktor 1).</translation>
    </message>
    <message>
        <source>Back through the rounding: straight through inside the grid, nothing outside; here the factor is %1.</source>
        <translation>Zurück durch die Rundung: im Gitter geradewegs hindurch, außerhalb nichts; hier ist der Faktor %1.</translation>
    </message>
    <message>
        <source>Back through the rounding: the zero level&apos;s value is 0, and so is the factor. Nothing pulls at this weight.</source>
        <translation>Zurück durch die Rundung: Der Wert der Nullstufe ist 0, also auch der Faktor. An diesem Gewicht zieht nichts.</translation>
    </message>
    <message>
        <source>Back through the rounding: the loss&apos;s gradient is multiplied with %1. On the grid point it is smallest, near the border largest.</source>
        <translation>Zurück durch die Rundung: Der Gradient des Verlusts wird mit %1 multipliziert. Auf dem Gitterpunkt ist der Faktor am kleinsten, nahe der Zellgrenze am größten.</translation>
    </message>
    <message>
        <source> in %1 steps (a snapshot was taken that often)</source>
        <translation> in %1 Schritten (so oft wurde ein Snapshot gemacht)</translation>
    </message>
    <message>
        <source>The optimizer moves the latent weight by %1%2: from %3 to %4.</source>
        <translation>Der Optimierer verschiebt das latente Gewicht um %1%2: von %3 nach %4.</translation>
    </message>
    <message>
        <source>Rounded again: it stays on code %1. The network sees the same value as before.</source>
        <translation>Neu gerundet: Es bleibt bei Code %1. Das Netz sieht denselben Wert wie zuvor.</translation>
    </message>
    <message>
        <source>Rounded again: it crossed a border, from code %1 to code %2. Now the network sees another value.</source>
        <translation>Neu gerundet: Es hat eine Grenze überschritten, von Code %1 zu Code %2. Nun sieht das Netz einen anderen Wert.</translation>
    </message>
    <message>
        <source>Pick a level</source>
        <translation>Stufe wählen</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Gradient</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>New level</source>
        <translation>Neue Stufe</translation>
    </message>
    <message>
        <source>, the likeliest (%1)</source>
        <translation>, die wahrscheinlichste (%1)</translation>
    </message>
    <message>
        <source>The latent weight %1 is rounded to code %2%3: the network uses %4.</source>
        <translation>Das latente Gewicht %1 wird zu Code %2%3 gerundet: Das Netz rechnet mit %4.</translation>
    </message>
    <message>
        <source>With all weights rounded, the network is wrong by %1 on this batch.</source>
        <translation>Mit lauter gerundeten Gewichten liegt das Netz auf diesem Batch um %1 daneben.</translation>
    </message>
    <message>
        <source>With all weights rounded, the network&apos;s loss on the batch is measured.</source>
        <translation>Mit lauter gerundeten Gewichten wird der Verlust des Netzes auf dem Batch gemessen.</translation>
    </message>
    <message>
        <source>∂ŵ/∂w</source>
        <translation>∂ŵ/∂w</translation>
    </message>
    <message>
        <source>What the gradient of this weight is multiplied with</source>
        <translation>Womit der Gradient dieses Gewichts multipliziert wird</translation>
    </message>
    <message>
        <source>g*·∂r*/∂w = %1 · %2</source>
        <translation>g*·∂r*/∂w = %1 · %2</translation>
    </message>
    <message>
        <source>(g* − w)·∂r*/∂w = %1 · %2</source>
        <translation>(g* − w)·∂r*/∂w = %1 · %2</translation>
    </message>
    <message>
        <source>∂(Σ r g)/∂w, the mean Σ r g = %1</source>
        <translation>∂(Σ r g)/∂w, das Mittel Σ r g = %1</translation>
    </message>
    <message>
        <source>1 for lo ≤ w/α ≤ hi, else 0; w/α = %1</source>
        <translation>1 für lo ≤ w/α ≤ hi, sonst 0; w/α = %1</translation>
    </message>
    <message>
        <source>1 everywhere</source>
        <translation>überall 1</translation>
    </message>
    <message>
        <source>depends on the noise drawn</source>
        <translation>hängt vom gezogenen Rauschen ab</translation>
    </message>
    <message>
        <source>The latent weight</source>
        <translation>Das latente Gewicht</translation>
    </message>
    <message>
        <source>α = %1</source>
        <translation>α = %1</translation>
    </message>
    <message>
        <source>The code of the chosen grid point</source>
        <translation>Der Code des gewählten Gitterpunkts</translation>
    </message>
    <message>
        <source>round(w/α) = round(%1), in %2 … %3</source>
        <translation>round(w/α) = round(%1), in %2 … %3</translation>
    </message>
    <message>
        <source>The quantized weight</source>
        <translation>Das quantisierte Gewicht</translation>
    </message>
    <message>
        <source>α·n* = %1 · %2</source>
        <translation>α·n* = %1 · %2</translation>
    </message>
    <message>
        <source>The scale of the logistic noise</source>
        <translation>Die Breite des logistischen Rauschens</translation>
    </message>
    <message>
        <source>%1 α</source>
        <translation>%1 α</translation>
    </message>
    <message>
        <source>The chosen grid point&apos;s probability</source>
        <translation>Die Wahrscheinlichkeit des gewählten Gitterpunkts</translation>
    </message>
    <message>
        <source>(S(u) − S(l))/Z = (S(%1) − S(%2))/%3</source>
        <translation>(S(u) − S(l))/Z = (S(%1) − S(%2))/%3</translation>
    </message>
    <message>
        <source>∂r*/∂w</source>
        <translation>∂r*/∂w</translation>
    </message>
    <message>
        <source>How the probability changes with the weight, per weight unit</source>
        <translation>Wie sich die Wahrscheinlichkeit mit dem Gewicht ändert, je Gewichtseinheit</translation>
    </message>
    <message>
        <source>r*/σ·(S(l) − S(−u) − S(L) + S(−U))</source>
        <translation>r*/σ·(S(l) − S(−u) − S(L) + S(−U))</translation>
    </message>
    <message>
        <source>move</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Since the previous snapshot</source>
        <translation>Seit dem vorigen Snapshot</translation>
    </message>
    <message>
        <source>since step %1, %2 α</source>
        <translation>seit Schritt %1, %2 α</translation>
    </message>
    <message>
        <source>no snapshot before</source>
        <translation>kein Snapshot davor</translation>
    </message>
    <message>
        <source>Weight %1 at step %2: %3, code %4</source>
        <translation>Gewicht %1 bei Schritt %2: %3, Code %4</translation>
    </message>
    <message>
        <source>, chosen with probability %1</source>
        <translation>, gewählt mit Wahrscheinlichkeit %1</translation>
    </message>
    <message>
        <source>, gradient factor %1</source>
        <translation>, Gradientenfaktor %1</translation>
    </message>
    <message>
        <source>; since step %1 it moved by %2</source>
        <translation>; seit Schritt %1 um %2 gewandert</translation>
    </message>
    <message>
        <source>max</source>
        <translation>max.</translation>
    </message>
    <message>
        <source>%1 steps/s</source>
        <translation>%1 Schritte/s</translation>
    </message>
    <message>
        <source>asked %1, got %2 steps/s</source>
        <translation>verlangt %1, erreicht %2 Schritte/s</translation>
    </message>
    <message>
        <source>&amp;Figures</source>
        <translation>&amp;Abbildungen</translation>
    </message>
    <message>
        <source>every view as PNG, SVG and PDF, and one PDF of all</source>
        <translation>jede Ansicht als PNG, SVG und PDF, dazu ein PDF mit allen</translation>
    </message>
    <message>
        <source>&amp;Tables</source>
        <translation>&amp;Tabellen</translation>
    </message>
    <message>
        <source>the numbers behind every view, as CSV</source>
        <translation>die Zahlen hinter jeder Ansicht, als CSV</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>&amp;JSON</translation>
    </message>
    <message>
        <source>the same numbers in one file</source>
        <translation>dieselben Zahlen in einer Datei</translation>
    </message>
    <message>
        <source>Chec&amp;kpoint</source>
        <translation>Chec&amp;kpoint</translation>
    </message>
    <message>
        <source>all weights, as safetensors</source>
        <translation>alle Gewichte, als safetensors</translation>
    </message>
    <message>
        <source>Torch&amp;Script</source>
        <translation>Torch&amp;Script</translation>
    </message>
    <message>
        <source>the finalised network, for Python&apos;s torch.jit.load</source>
        <translation>das fertige Netz, für torch.jit.load in Python</translation>
    </message>
    <message>
        <source>&amp;ONNX</source>
        <translation>&amp;ONNX</translation>
    </message>
    <message>
        <source>the finalised network with integer weights</source>
        <translation>das fertige Netz mit ganzzahligen Gewichten</translation>
    </message>
    <message>
        <source>&amp;C header</source>
        <translation>&amp;C-Header</translation>
    </message>
    <message>
        <source>packed integer weights and an example, for microcontrollers</source>
        <translation>gepackte ganzzahlige Gewichte und ein Beispiel, für Mikrocontroller</translation>
    </message>
    <message>
        <source>Quantization c&amp;ard</source>
        <translation>&amp;Quantisierungskarte</translation>
    </message>
    <message>
        <source>one page of what decides the result, Markdown and JSON</source>
        <translation>eine Seite mit allem, was das Ergebnis bestimmt, Markdown und JSON</translation>
    </message>
    <message>
        <source>Tensor&amp;Board</source>
        <translation>Tensor&amp;Board</translation>
    </message>
    <message>
        <source>an event file with scalars and histograms</source>
        <translation>eine Ereignisdatei mit Skalaren und Histogrammen</translation>
    </message>
    <message>
        <source>&amp;Report</source>
        <translation>Be&amp;richt</translation>
    </message>
    <message>
        <source>one page of HTML with everything in it</source>
        <translation>eine HTML-Seite mit allem darin</translation>
    </message>
    <message>
        <source>A&amp;nimation</source>
        <translation>A&amp;nimation</translation>
    </message>
    <message>
        <source>the replay as WebP, GIF and, where ffmpeg is, MP4; takes a while</source>
        <translation>der Lauf als WebP, GIF und, wo ffmpeg ist, MP4; dauert eine Weile</translation>
    </message>
    <message>
        <source>%1 of %2 at step %3</source>
        <translation>%1 von %2 bei Schritt %3</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1 · %2 on %3 · %4, %5 · seed %6 · step %7 · Gridscope %8</source>
        <translation>%1 · %2 auf %3 · %4, %5 · Seed %6 · Schritt %7 · Gridscope %8</translation>
    </message>
    <message>
        <source>All views of %1</source>
        <translation>Alle Ansichten von %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no figure of Gridscope: %2.</source>
        <translation>„%1“ ist keine Abbildung von Gridscope: %2.</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>sie ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>sie ist nicht lesbar</translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation>sie ist größer als 64 MB</translation>
    </message>
    <message>
        <source>it does not say which run and settings it shows</source>
        <translation>sie sagt nicht, welchen Lauf mit welchen Einstellungen sie zeigt</translation>
    </message>
    <message>
        <source>what it says of its run cannot be understood</source>
        <translation>was sie über ihren Lauf sagt, ist nicht zu verstehen</translation>
    </message>
    <message>
        <source>LibTorch: loaded with the first run</source>
        <translation>LibTorch: wird mit dem ersten Lauf geladen</translation>
    </message>
    <message>
        <source>LibTorch %1, %2, %3, own kernels for %4</source>
        <translation>LibTorch %1, %2, %3, eigene Kernel für %4</translation>
    </message>
    <message>
        <source>One step, as long as &quot;by&quot; says</source>
        <translation>Ein Schritt, so weit, wie „um“ sagt</translation>
    </message>
    <message>
        <source>Reset, same seed</source>
        <translation>Neustart, gleicher Seed</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>Neuer Seed</translation>
    </message>
    <message>
        <source>Show or fold the settings</source>
        <translation>Einstellungen zeigen oder einklappen</translation>
    </message>
    <message>
        <source>One training step of that weight in slow motion: five phases</source>
        <translation>Ein Trainingsschritt dieses Gewichts in Zeitlupe: fünf Phasen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Bookmark the step that is shown</source>
        <translation>Lesezeichen beim gezeigten Schritt</translation>
    </message>
    <message>
        <source>Fork at the step that is shown: a new run from its checkpoint</source>
        <translation>Beim gezeigten Schritt abzweigen: ein neuer Lauf aus dessen Checkpoint</translation>
    </message>
    <message>
        <source>Export the view with the keyboard, as PNG, SVG or PDF</source>
        <translation>Ansicht mit dem Fokus exportieren, als PNG, SVG oder PDF</translation>
    </message>
    <message>
        <source>Export the run: figures, tables, models, report</source>
        <translation>Lauf exportieren: Abbildungen, Tabellen, Modelle, Bericht</translation>
    </message>
    <message>
        <source>Bits, float and frozen, layer by layer</source>
        <translation>Bits, Float und eingefroren, Schicht für Schicht</translation>
    </message>
    <message>
        <source>Compare all methods at about the same payload</source>
        <translation>Alle Methoden bei etwa gleicher Nutzlast vergleichen</translation>
    </message>
    <message>
        <source>Test the paper&apos;s hypothesis: learned against fixed bit-lengths</source>
        <translation>Hypothese der Arbeit testen: gelernte gegen feste Bitlängen</translation>
    </message>
    <message>
        <source>Read out a summary of the panel with the keyboard</source>
        <translation>Zusammenfassung der Ansicht mit dem Fokus vorlesen</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>&lt;h2&gt;Gridscope %1&lt;/h2&gt;&lt;p&gt;Shows neural-network weights settling onto quantization grids while the network trains.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later; it comes without any warranty.&lt;br&gt;Licence text: https://www.gnu.org/licenses/gpl-3.0.html&lt;/p&gt;&lt;p&gt;Qt %2 and Qt Charts (GPL-3.0)&lt;br&gt;%3 (BSD-3-Clause)&lt;br&gt;Pictures: Fashion-MNIST, Zalando SE (MIT)&lt;/p&gt;</source>
        <translation>&lt;h2&gt;Gridscope %1&lt;/h2&gt;&lt;p&gt;Zeigt, wie sich die Gewichte neuronaler Netze während des Trainings auf Quantisierungsgittern sammeln.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder später; ohne jede Gewährleistung.&lt;br&gt;Lizenztext: https://www.gnu.org/licenses/gpl-3.0.html&lt;/p&gt;&lt;p&gt;Qt %2 und Qt Charts (GPL-3.0)&lt;br&gt;%3 (BSD-3-Clause)&lt;br&gt;Bilder: Fashion-MNIST, Zalando SE (MIT)&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The window already speaks this language.</source>
        <translation>Das Fenster spricht diese Sprache bereits.</translation>
    </message>
    <message>
        <source>The language changes when Gridscope is started the next time.</source>
        <translation>Die Sprache wechselt beim nächsten Start von Gridscope.</translation>
    </message>
    <message>
        <source>quantized %1</source>
        <translation>quantisiert %1</translation>
    </message>
    <message>
        <source>float %1</source>
        <translation>Float %1</translation>
    </message>
    <message>
        <source>training %1 of %2</source>
        <translation>Training %1 von %2</translation>
    </message>
    <message>
        <source>quantized training %1 of %2</source>
        <translation>quantisiertes Training %1 von %2</translation>
    </message>
    <message>
        <source>This layer stays in full precision: none of its weights is rounded.</source>
        <translation>Diese Schicht behält volle Genauigkeit: Keines ihrer Gewichte wird gerundet.</translation>
    </message>
    <message>
        <source>Float pre-training: these weights may take any value, and they keep that freedom: this layer is not quantized.</source>
        <translation>Float-Vortraining: Diese Gewichte dürfen jeden Wert annehmen, und dabei bleibt es: Diese Schicht wird nicht quantisiert.</translation>
    </message>
    <message>
        <source>Float pre-training: these weights may take any value. Watch what happens when only %1 are allowed.</source>
        <translation>Float-Vortraining: Diese Gewichte dürfen jeden Wert annehmen. Was geschieht, wenn nur noch %1 erlaubt sind?</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>SCHRITT</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>FLOAT STEP</source>
        <translation>FLOAT-SCHRITT</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>ended before its first step</source>
        <translation>vor dem ersten Schritt beendet</translation>
    </message>
    <message>
        <source>finished, %1</source>
        <translation>fertig, %1</translation>
    </message>
    <message>
        <source>stopped, %1</source>
        <translation>angehalten, %1</translation>
    </message>
    <message>
        <source>failed, %1</source>
        <translation>gescheitert, %1</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>noch kein Lauf</translation>
    </message>
    <message>
        <source>The run was stopped. Reset starts it again.</source>
        <translation>Der Lauf wurde angehalten. Neustart beginnt ihn von vorn.</translation>
    </message>
    <message>
        <source>The run is done. Reset plays it again.</source>
        <translation>Der Lauf ist fertig. Neustart spielt ihn noch einmal.</translation>
    </message>
    <message>
        <source>latent weights %1</source>
        <translation>latente Gewichte %1</translation>
    </message>
    <message>
        <source>float start %1</source>
        <translation>Float-Start %1</translation>
    </message>
    <message>
        <source>Done. Accuracy on %1 test samples: %2. Reset plays it again.</source>
        <translation>Fertig. Genauigkeit auf %1 Testbeispielen: %2. Neustart spielt ihn noch einmal.</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 G</source>
        <translation>%1 G</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>: </source>
        <translation>: </translation>
    </message>
    <message>
        <source>Step %1 · %2</source>
        <translation>Schritt %1 · %2</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>Only for data that is read from files.</source>
        <translation>Nur für Daten, die aus Dateien gelesen werden.</translation>
    </message>
    <message>
        <source>Only for a folder of pictures.</source>
        <translation>Nur für einen Ordner mit Bildern.</translation>
    </message>
    <message>
        <source>Only for 2-D points.</source>
        <translation>Nur für 2-D-Punkte.</translation>
    </message>
    <message>
        <source>Only for LeNet-5.</source>
        <translation>Nur für LeNet-5.</translation>
    </message>
    <message>
        <source>Only for LeNet-5 and MLP.</source>
        <translation>Nur für LeNet-5 und MLP.</translation>
    </message>
    <message>
        <source>Only for networks with batch normalisation.</source>
        <translation>Nur für Netze mit Batch-Normalisierung.</translation>
    </message>
    <message>
        <source>Only when the weights are quantized.</source>
        <translation>Nur wenn die Gewichte quantisiert werden.</translation>
    </message>
    <message>
        <source>Only for the method %1.</source>
        <translation>Nur für das Verfahren %1.</translation>
    </message>
    <message>
        <source>Only for methods with noise, such as cpq.</source>
        <translation>Nur für Verfahren mit Rauschen wie cpq.</translation>
    </message>
    <message>
        <source>Only for the methods rq and rq-st.</source>
        <translation>Nur für die Verfahren rq und rq-st.</translation>
    </message>
    <message>
        <source>Only when the weights are quantized, and not by rq or rq-st.</source>
        <translation>Nur wenn die Gewichte quantisiert werden, und nicht durch rq oder rq-st.</translation>
    </message>
    <message>
        <source>Only with DropBits, a method such as cpq, and bit-lengths that are not learned.</source>
        <translation>Nur mit DropBits, einem Verfahren wie cpq und Bitlängen, die nicht gelernt werden.</translation>
    </message>
    <message>
        <source>Only with DropBits.</source>
        <translation>Nur mit DropBits.</translation>
    </message>
    <message>
        <source>Only with DropBits and a method such as cpq.</source>
        <translation>Nur mit DropBits und einem Verfahren wie cpq.</translation>
    </message>
    <message>
        <source>Only when bit-lengths are learned.</source>
        <translation>Nur wenn Bitlängen gelernt werden.</translation>
    </message>
    <message>
        <source>Only when the activations are quantized.</source>
        <translation>Nur wenn die Aktivierungen quantisiert werden.</translation>
    </message>
    <message>
        <source>Only when the activations are quantized by a method with noise.</source>
        <translation>Nur wenn die Aktivierungen durch ein Verfahren mit Rauschen quantisiert werden.</translation>
    </message>
    <message>
        <source>Only with a pretrained start.</source>
        <translation>Nur mit vortrainiertem Start.</translation>
    </message>
    <message>
        <source>Only where step sizes are learned, and not with the method lsq, where they learn as the weights do.</source>
        <translation>Nur wo Schrittweiten gelernt werden, und nicht bei der Methode lsq, wo sie wie die Gewichte lernen.</translation>
    </message>
    <message>
        <source>Only with the optimizer sgd.</source>
        <translation>Nur mit dem Optimierer sgd.</translation>
    </message>
    <message>
        <source>Only with the step schedule.</source>
        <translation>Nur mit dem Stufenplan.</translation>
    </message>
    <message>
        <source>Find a layer by a part of its name</source>
        <translation>Schicht nach einem Teil ihres Namens suchen</translation>
    </message>
    <message>
        <source>Recorded runs as a table, with the settings in which they differ</source>
        <translation>Aufgezeichnete Läufe als Tabelle, mit den Einstellungen, in denen sie sich unterscheiden</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>zusammengefallen</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>dieser Lauf</translation>
    </message>
    <message>
        <source>Collapsed: in every layer nearly all weights are on one grid point, so there is nothing left that could gather. Try a smaller learning rate.</source>
        <translation>Zusammengefallen: In jeder Schicht liegen fast alle Gewichte auf einem Gitterpunkt, es ist nichts mehr da, was sich sammeln könnte. Versuchen Sie eine kleinere Lernrate.</translation>
    </message>
    <message>
        <source>The quantized network is as good as guessing: accuracy %1.</source>
        <translation>Das quantisierte Netz ist so gut wie Raten: Genauigkeit %1.</translation>
    </message>
    <message>
        <source>%1 of %2 layers have collapsed: nearly all of their weights are on one grid point.</source>
        <translation>%1 von %2 Schichten sind zusammengefallen: Fast alle ihre Gewichte liegen auf einem Gitterpunkt.</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message>
        <source> · laid over it: %1</source>
        <translation> · darübergelegt: %1</translation>
    </message>
    <message>
        <source> How large the loss&apos;s gradient was is not recorded: Adam and momentum hide it in the move.</source>
        <translation> Wie groß der Gradient des Verlusts war, ist nicht aufgezeichnet: Adam und Momentum verbergen ihn in der Bewegung.</translation>
    </message>
    <message>
        <source> Here the loss&apos;s gradient was %1, so that %2 reached the latent weight.</source>
        <translation> Hier war der Gradient des Verlusts %1; davon kam %2 beim latenten Gewicht an.</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The run failed before its first step. Change what its message names, then press Reset.</source>
        <translation>Der Lauf ist vor seinem ersten Schritt gescheitert. Ändern, was die Meldung nennt, dann Neustart drücken.</translation>
    </message>
    <message>
        <source>float pre-training, step %1</source>
        <translation>Float-Vortraining, Schritt %1</translation>
    </message>
    <message>
        <source>Float step %1 (up to 0)</source>
        <translation>Float-Schritt %1 (bis 0)</translation>
    </message>
    <message>
        <source>%1 (%2 training, %3 validation, %4 test pictures)</source>
        <translation>%1 (%2 Trainings-, %3 Validierungs-, %4 Testbilder)</translation>
    </message>
    <message>
        <source>%1 (%2 training, %3 validation, %4 test points)</source>
        <translation>%1 (%2 Trainings-, %3 Validierungs-, %4 Testpunkte)</translation>
    </message>
    <message>
        <source>code %1</source>
        <translation>Code %1</translation>
    </message>
    <message>
        <source>point %1</source>
        <translation>Punkt %1</translation>
    </message>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>%1 at step %2</source>
        <translation>%1 bei Schritt %2</translation>
    </message>
    <message>
        <source>Choose layer %1</source>
        <translation>Schicht %1 wählen</translation>
    </message>
    <message>
        <source>Open a run, or the view of a figure</source>
        <translation>Einen Lauf öffnen oder die Ansicht einer Abbildung</translation>
    </message>
    <message>
        <source>Save a copy of the run</source>
        <translation>Eine Kopie des Laufs speichern</translation>
    </message>
    <message>
        <source>Export the checkpoint of the step that is shown</source>
        <translation>Den Checkpoint des gezeigten Schritts exportieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo a change of the settings</source>
        <translation>Eine Änderung der Einstellungen zurücknehmen</translation>
    </message>
    <message>
        <source>Redo it</source>
        <translation>Sie wiederholen</translation>
    </message>
    <message>
        <source>Copy the picture of the view with the keyboard</source>
        <translation>Bild der Ansicht mit dem Fokus kopieren</translation>
    </message>
    <message>
        <source>Copy the table of the view with the keyboard</source>
        <translation>Tabelle der Ansicht mit dem Fokus kopieren</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Start oder Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Check the data</source>
        <translation>Die Daten prüfen</translation>
    </message>
    <message>
        <source>Continue training after the newest checkpoint</source>
        <translation>Nach dem neuesten Checkpoint weiter trainieren</translation>
    </message>
    <message>
        <source>One kept step back</source>
        <translation>Einen gespeicherten Schritt zurück</translation>
    </message>
    <message>
        <source>One kept step on</source>
        <translation>Einen gespeicherten Schritt vor</translation>
    </message>
    <message>
        <source>Ten kept steps back</source>
        <translation>Zehn gespeicherte Schritte zurück</translation>
    </message>
    <message>
        <source>Ten kept steps on</source>
        <translation>Zehn gespeicherte Schritte vor</translation>
    </message>
    <message>
        <source>The first step</source>
        <translation>Der erste Schritt</translation>
    </message>
    <message>
        <source>The newest step, live</source>
        <translation>Der neueste Schritt, live</translation>
    </message>
    <message>
        <source>Previous event of the run</source>
        <translation>Voriges Ereignis des Laufs</translation>
    </message>
    <message>
        <source>Next event of the run</source>
        <translation>Nächstes Ereignis des Laufs</translation>
    </message>
    <message>
        <source>Maximise the panel with the keyboard</source>
        <translation>Ansicht mit dem Fokus maximieren</translation>
    </message>
    <message>
        <source>Back: all panels, no error, no projector mode</source>
        <translation>Zurück: alle Ansichten, kein Fehler, kein Projektormodus</translation>
    </message>
    <message>
        <source>One weight under the microscope; again goes back to the settings</source>
        <translation>Ein Gewicht unter dem Mikroskop; nochmals führt zu den Einstellungen zurück</translation>
    </message>
    <message>
        <source>Next phase of the slow motion</source>
        <translation>Nächste Phase der Zeitlupe</translation>
    </message>
    <message>
        <source>The phase before</source>
        <translation>Die vorige Phase</translation>
    </message>
    <message>
        <source>Projector mode: one picture, large text, bold lines; again goes back</source>
        <translation>Projektormodus: ein Bild, großer Text, dicke Linien; nochmals führt zurück</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Text größer</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Text kleiner</translation>
    </message>
    <message>
        <source>Normal text</source>
        <translation>Text normal</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>Die Aufteilung zurücksetzen</translation>
    </message>
    <message>
        <source>Lay another run over this one</source>
        <translation>Einen anderen Lauf über diesen legen</translation>
    </message>
    <message>
        <source>Train a twin: the same run but for one setting, step for step</source>
        <translation>Einen Zwilling trainieren: derselbe Lauf bis auf eine Einstellung, Schritt für Schritt</translation>
    </message>
    <message>
        <source>Train a twin; again takes it away</source>
        <translation>Einen Zwilling trainieren; nochmals nimmt ihn weg</translation>
    </message>
    <message>
        <source>Take away what is laid over this run</source>
        <translation>Wegnehmen, was über diesem Lauf liegt</translation>
    </message>
    <message>
        <source>About Gridscope</source>
        <translation>Über Gridscope</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::AccuracyPanel</name>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>accuracy (%)</source>
        <translation>Genauigkeit (%)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Waiting for the first evaluation.</source>
        <translation>Die erste Auswertung steht noch aus.</translation>
    </message>
    <message>
        <source>No run yet. Here the accuracy with and without quantization will be compared.</source>
        <translation>Noch kein Lauf. Hier wird die Genauigkeit mit und ohne Quantisierung verglichen.</translation>
    </message>
    <message>
        <source>latent</source>
        <translation>latent</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantis.</translation>
    </message>
    <message>
        <source>float %1</source>
        <translation>Float %1</translation>
    </message>
    <message>
        <source>accuracy (%), %1</source>
        <translation>Genauigkeit (%), %1</translation>
    </message>
    <message>
        <source>%, %1</source>
        <translation>%, %1</translation>
    </message>
    <message>
        <source>Accuracy on %1 was not measured yet at step %2.</source>
        <translation>Genauigkeit auf %1 war bei Schritt %2 noch nicht gemessen.</translation>
    </message>
    <message>
        <source>Accuracy on %1 at step %2: quantized %3, latent %4, float start %5.</source>
        <translation>Genauigkeit auf %1 bei Schritt %2: quantisiert %3, latent %4, Float-Start %5.</translation>
    </message>
    <message>
        <source> %1: quantized %2.</source>
        <translation> %1: quantisiert %2.</translation>
    </message>
    <message>
        <source> That is as good as guessing.</source>
        <translation> Das ist so gut wie Raten.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Background</name>
    <message>
        <source>There is not enough memory for that.</source>
        <translation>Dafür reicht der Speicher nicht.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::BitsPanel</name>
    <message>
        <source>bits per weight</source>
        <translation>Bit je Gewicht</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>No run yet. Here every layer will show its bit-length.</source>
        <translation>Noch kein Lauf. Hier zeigt jede Schicht ihre Bitlänge.</translation>
    </message>
    <message>
        <source>Full precision: no layer has a bit-length.</source>
        <translation>Volle Genauigkeit: Keine Schicht hat eine Bitlänge.</translation>
    </message>
    <message>
        <source>No bit-length yet: quantized training has not begun.</source>
        <translation>Noch keine Bitlänge: Das quantisierte Training hat nicht begonnen.</translation>
    </message>
    <message>
        <source>bits per weight · Bits are fixed.</source>
        <translation>Bit je Gewicht · Die Bits sind fest.</translation>
    </message>
    <message>
        <source>Bits are fixed.</source>
        <translation>Die Bits sind fest.</translation>
    </message>
    <message>
        <source>Bits are fixed: %1 in every layer.</source>
        <translation>Die Bits sind fest: %1 in jeder Schicht.</translation>
    </message>
    <message>
        <source>Bits are fixed: %1 to %2.</source>
        <translation>Die Bits sind fest: %1 bis %2.</translation>
    </message>
    <message>
        <source>Bits per weight lie between %1 and %2 over the run.</source>
        <translation>Über den Lauf liegen die Bits je Gewicht zwischen %1 und %2.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::CalibrationPanel</name>
    <message>
        <source>loss of the best clips so far (nats)</source>
        <translation>Verlust der bisher besten Schranken (Nats)</translation>
    </message>
    <message>
        <source>loss (nats)</source>
        <translation>Verlust (Nats)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Waiting for the first clips.</source>
        <translation>Warten auf die ersten Schranken.</translation>
    </message>
    <message>
        <source>No run yet. Here the calibration loss will fall.</source>
        <translation>Noch kein Lauf. Hier wird der Kalibrierverlust fallen.</translation>
    </message>
    <message>
        <source>calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>held out, %1 right</source>
        <translation>zurückgehalten, %1 richtig</translation>
    </message>
    <message>
        <source>float, calibration</source>
        <translation>Float, Kalibrierung</translation>
    </message>
    <message>
        <source>Calibration loss %1 nats.</source>
        <translation>Kalibrierverlust %1 Nats.</translation>
    </message>
    <message>
        <source>Calibration loss %1 nats; of held-out samples %2 nats, %3 right.</source>
        <translation>Kalibrierverlust %1 Nats; an zurückgehaltenen Beispielen %2 Nats, %3 richtig.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ChartPanel</name>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ClipsPanel</name>
    <message>
        <source>clip as a share of the largest value</source>
        <translation>Schranke als Anteil des größten Werts</translation>
    </message>
    <message>
        <source>share of the largest</source>
        <translation>Anteil des größten</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>nothing clipped</source>
        <translation>nichts abgeschnitten</translation>
    </message>
    <message>
        <source>Waiting for the first clips.</source>
        <translation>Warten auf die ersten Schranken.</translation>
    </message>
    <message>
        <source>No run yet. Here the clips will move.</source>
        <translation>Noch kein Lauf. Hier werden sich die Schranken bewegen.</translation>
    </message>
    <message>
        <source>Clips as shares of the largest value: %1.</source>
        <translation>Schranken als Anteile des größten Werts: %1.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ClusterPanel</name>
    <message>
        <source>in zero cell</source>
        <translation>in Nullzelle</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>without zero</source>
        <translation>ohne Null</translation>
    </message>
    <message>
        <source>clustering score %1, without the zero cell %2</source>
        <translation>Clusterscore %1, ohne die Nullzelle %2</translation>
    </message>
    <message>
        <source>%1; %2 of the weights in the zero cell</source>
        <translation>%1; %2 der Gewichte in der Nullzelle</translation>
    </message>
    <message>
        <source>No run yet. Here the weights will be seen to gather on grid points, or not to.</source>
        <translation>Noch kein Lauf. Hier sieht man, ob sich die Gewichte auf Gitterpunkten sammeln.</translation>
    </message>
    <message>
        <source>Full precision: no layer has a grid that its weights could gather on.</source>
        <translation>Volle Genauigkeit: Keine Schicht hat ein Gitter, auf dem sich ihre Gewichte sammeln könnten.</translation>
    </message>
    <message>
        <source>No grid that this layer&apos;s weights could gather on.</source>
        <translation>Kein Gitter, auf dem sich die Gewichte dieser Schicht sammeln könnten.</translation>
    </message>
    <message>
        <source>No score yet: quantized training has not begun.</source>
        <translation>Noch kein Score: Das quantisierte Training hat nicht begonnen.</translation>
    </message>
    <message>
        <source>No grid is in force at this step.</source>
        <translation>Bei diesem Schritt gilt kein Gitter.</translation>
    </message>
    <message>
        <source>%1 at step %2: %3.</source>
        <translation>%1 bei Schritt %2: %3.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>score: 1 on the grid points, 0 spread evenly; share of weights in the zero cell</source>
        <translation>Score: 1 auf den Gitterpunkten, 0 gleichmäßig verteilt; Anteil der Gewichte in der Nullzelle</translation>
    </message>
    <message>
        <source>score: 1 on the grid points, 0 spread evenly</source>
        <translation>Score: 1 auf den Gitterpunkten, 0 gleichmäßig verteilt</translation>
    </message>
    <message>
        <source>1 on the grid points, 0 even</source>
        <translation>1 auf den Punkten, 0 verteilt</translation>
    </message>
    <message>
        <source>score without zero: %1</source>
        <translation>Score ohne Null: %1</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Comparison</name>
    <message>
        <source>Reading %1...</source>
        <translation>%1 wird gelesen...</translation>
    </message>
    <message>
        <source>One thing after the other: another run is being read.</source>
        <translation>Eins nach dem anderen: Gerade wird ein anderer Lauf gelesen.</translation>
    </message>
    <message>
        <source>%1 %2 (here %3)</source>
        <translation>%1 %2 (hier %3)</translation>
    </message>
    <message>
        <source>all settings are the same</source>
        <translation>alle Einstellungen sind gleich</translation>
    </message>
    <message>
        <source>Beside it and as dotted curves: %1. Play, pause, step and pace act on both.</source>
        <translation>Umriss und gepunktete Kurven: %1. Start, Pause, Schritt und Tempo gelten für beide.</translation>
    </message>
    <message>
        <source>Beside it and as dotted curves: %1. It differs in: %2.</source>
        <translation>Umriss und gepunktete Kurven: %1. Unterschiede: %2.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Conductor</name>
    <message>
        <source>That is another run: %1 has ended with the one before.</source>
        <translation>Das ist ein anderer Lauf: %1 endete mit dem vorigen.</translation>
    </message>
    <message>
        <source>This run has no layer &quot;%1&quot;.</source>
        <translation>Dieser Lauf hat keine Schicht „%1“.</translation>
    </message>
    <message>
        <source>There is no command &quot;%1&quot;.</source>
        <translation>Es gibt keinen Befehl „%1“.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number of steps; give a whole one.</source>
        <translation>„%1“ ist keine Anzahl von Schritten; nötig ist eine ganze Zahl.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::CutPanel</name>
    <message>
        <source>Nothing was pruned yet.</source>
        <translation>Noch wurde nichts ausgedünnt.</translation>
    </message>
    <message>
        <source>No run yet. Here will be what pruning takes away, and what it leaves.</source>
        <translation>Noch kein Lauf. Hier steht dann, was das Ausdünnen wegnimmt und was es lässt.</translation>
    </message>
    <message>
        <source>step %1: what the loss would lose, the least useful first</source>
        <translation>Schritt %1: was dem Verlust fehlen würde, das am wenigsten Nützliche zuerst</translation>
    </message>
    <message>
        <source>step %1: what the loss would lose</source>
        <translation>Schritt %1: was dem Verlust fehlen würde</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Pruning at step %1 took away %2 of the %3 coefficients that competed.</source>
        <translation>Das Ausdünnen in Schritt %1 nahm %2 der %3 angetretenen Koeffizienten weg.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::CutView</name>
    <message>
        <source>%1 of %2 go</source>
        <translation>%1 von %2 gehen</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::DataDialog</name>
    <message>
        <source>Reading the data...</source>
        <translation>Die Daten werden gelesen...</translation>
    </message>
    <message>
        <source>Check the data</source>
        <translation>Daten prüfen</translation>
    </message>
    <message>
        <source>Reading the data</source>
        <translation>Liest die Daten</translation>
    </message>
    <message>
        <source>Samples of each class</source>
        <translation>Beispiele je Klasse</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>What the data are</source>
        <translation>Was die Daten sind</translation>
    </message>
    <message>
        <source>%1: %2 training, %3 validation, %4 test samples of %5 classes</source>
        <translation>%1: %2 Trainings-, %3 Validierungs-, %4 Testbeispiele in %5 Klassen</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::DecisionPanel</name>
    <message>
        <source>No run yet. Of 2-D data, the network&apos;s decisions will be here.</source>
        <translation>Noch kein Lauf. Bei 2-D-Daten stehen hier die Entscheidungen des Netzes.</translation>
    </message>
    <message>
        <source>Decisions are shown for 2-D data: choose spirals, moons, circles, xor or checkerboard.</source>
        <translation>Entscheidungen sind bei 2-D-Daten zu sehen: spirals, moons, circles, xor oder checkerboard wählen.</translation>
    </message>
    <message>
        <source>Decisions over the plane at step %1</source>
        <translation>Entscheidungen über der Ebene bei Schritt %1</translation>
    </message>
    <message>
        <source>: the quantized network differs from the float one on %1 % of it</source>
        <translation>: Das quantisierte Netz weicht vom Float-Netz auf %1 % der Ebene ab</translation>
    </message>
    <message>
        <source>, with latent weights on %1 %</source>
        <translation>, mit latenten Gewichten auf %1 %</translation>
    </message>
    <message>
        <source>No evaluation so far: the decisions come with one.</source>
        <translation>Noch keine Auswertung: Die Entscheidungen kommen mit ihr.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::DecisionView</name>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>latent</source>
        <translation>latent</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source> (%1 % differ)</source>
        <translation> (%1 % anders)</translation>
    </message>
    <message>
        <source>%1 · class %2 · sure %3 % · at %4, %5</source>
        <translation>%1 · Klasse %2 · sicher %3 % · bei %4, %5</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::DifferencePanel</name>
    <message>
        <source>score of the other run minus this one&apos;s; share of weights apart</source>
        <translation>Score des anderen Laufs minus dieser; Anteil getrennter Gewichte</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>No step yet that both runs have a snapshot of.</source>
        <translation>Noch kein Schritt, von dem beide Läufe einen Snapshot haben.</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>apart</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>At this step the two runs were not compared.</source>
        <translation>Bei diesem Schritt wurden die beiden Läufe nicht verglichen.</translation>
    </message>
    <message>
        <source>the scores cannot be compared</source>
        <translation>die Scores sind nicht vergleichbar</translation>
    </message>
    <message>
        <source>the scores are equal</source>
        <translation>die Scores sind gleich</translation>
    </message>
    <message>
        <source>score without zero: %1 higher by %2</source>
        <translation>Score ohne Null: %1 um %2 höher</translation>
    </message>
    <message>
        <source>above 0: %1 higher, below: %2 higher</source>
        <translation>über 0: %1 höher, darunter: %2 höher</translation>
    </message>
    <message>
        <source>%1 minus %2: %3; %4 of the weights apart</source>
        <translation>%1 minus %2: %3; %4 der Gewichte auseinander</translation>
    </message>
    <message>
        <source>%1; %2 apart</source>
        <translation>%1; %2 auseinander</translation>
    </message>
    <message>
        <source>Step %1: clustering score without the zero cell of %2 minus that of %3: %4 (%5); %6 of the latent weights would have to move to make the histograms equal.</source>
        <translation>Schritt %1: Clusterscore ohne die Nullzelle von %2 minus dem von %3: %4 (%5); %6 der latenten Gewichte müssten sich bewegen, damit die Histogramme gleich wären.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::DropPanel</name>
    <message>
        <source>Masks up to step %1: %2.</source>
        <translation>Masken bis Schritt %1: %2.</translation>
    </message>
    <message>
        <source>No run yet. Here every drawn mask will show whether it was kept or dropped.</source>
        <translation>Noch kein Lauf. Hier zeigt jede gezogene Maske, ob sie behalten oder verworfen wurde.</translation>
    </message>
    <message>
        <source>No masks yet: they are drawn from the first step of quantized training on.</source>
        <translation>Noch keine Masken: Sie werden ab dem ersten Schritt des quantisierten Trainings gezogen.</translation>
    </message>
    <message>
        <source>Nothing is dropped in this run. Choose DropBits in the settings.</source>
        <translation>In diesem Lauf wird nichts verworfen. In den Einstellungen DropBits wählen.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::DropRaster</name>
    <message>
        <source>dropped %1 of the last %2 steps</source>
        <translation>in %1 der letzten %2 Schritte verworfen</translation>
    </message>
    <message>
        <source>dropped, last 100 steps</source>
        <translation>verworfen, letzte 100 Schritte</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>filled: kept · empty: dropped · line: keep probability</source>
        <translation>gefüllt: behalten · leer: verworfen · Linie: Behaltewahrscheinlichkeit</translation>
    </message>
    <message>
        <source>filled: kept · line: probability</source>
        <translation>gefüllt: behalten · Linie: Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>filled: kept</source>
        <translation>gefüllt: behalten</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>bit %1</source>
        <translation>Bit %1</translation>
    </message>
    <message>
        <source>nothing dropped now</source>
        <translation>zurzeit nichts verworfen</translation>
    </message>
    <message>
        <source>no mask drawn</source>
        <translation>keine Maske gezogen</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>%1 kept</source>
        <translation>%1 behalten</translation>
    </message>
    <message>
        <source>step %1 · %2 · %3</source>
        <translation>Schritt %1 · %2 · %3</translation>
    </message>
    <message>
        <source> · keep probability %1</source>
        <translation> · Behaltewahrscheinlichkeit %1</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ExperimentDialog</name>
    <message>
        <source>Compare methods</source>
        <translation>Methoden vergleichen</translation>
    </message>
    <message>
        <source>How do the methods compare on &lt;b&gt;one&lt;/b&gt; network, each at about the same payload and the same budget? %1 runs for each seed; the table names what else differs.</source>
        <translation>Wie verhalten sich die Methoden auf &lt;b&gt;einem&lt;/b&gt; Netz, jede bei etwa gleicher Nutzlast und gleichem Aufwand? %1 Läufe je Seed; die Tabelle nennt, was sich sonst unterscheidet.</translation>
    </message>
    <message>
        <source>

### Pictures

</source>
        <translation>

### Bilder

</translation>
    </message>
    <message>
        <source>Test error against payload</source>
        <translation>Testfehler über der Nutzlast</translation>
    </message>
    <message>
        <source>&amp;Choose...</source>
        <translation>&amp;Auswählen...</translation>
    </message>
    <message>
        <source>Open the &amp;page with curves</source>
        <translation>Seite mit &amp;Kurven öffnen</translation>
    </message>
    <message>
        <source>Test the hypothesis</source>
        <translation>Hypothese testen</translation>
    </message>
    <message>
        <source>Does a network whose bit-lengths were &lt;b&gt;learned&lt;/b&gt; beat the &lt;b&gt;same&lt;/b&gt; bit-lengths trained from scratch, and &lt;b&gt;one&lt;/b&gt; bit-width of the same size? Three runs for each seed, with the same initial weights, data order and budget; a paired test says whether the difference is chance.</source>
        <translation>Schlägt ein Netz mit &lt;b&gt;gelernten&lt;/b&gt; Bitlängen &lt;b&gt;dieselben&lt;/b&gt; Bitlängen, von Anfang an trainiert, und &lt;b&gt;eine&lt;/b&gt; Bitbreite gleicher Größe? Drei Läufe je Seed mit gleichen Anfangsgewichten, gleicher Datenfolge und gleichem Aufwand; ein gepaarter Test sagt, ob der Unterschied Zufall ist.</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>Seeds</translation>
    </message>
    <message>
        <source>Each seed takes %1 runs; a test needs at least two seeds</source>
        <translation>Jeder Seed braucht %1 Läufe; ein Test braucht mindestens zwei Seeds</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>&amp;Seeds</source>
        <translation>&amp;Seeds</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Progress of the experiment</source>
        <translation>Fortschritt des Experiments</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Folder of the experiment</source>
        <translation>Ordner des Experiments</translation>
    </message>
    <message>
        <source>The experiment has ended before its time.</source>
        <translation>Das Experiment endete vorzeitig.</translation>
    </message>
    <message>
        <source>The result will stand here, with a link to every run.</source>
        <translation>Hier steht später das Ergebnis, mit einem Link zu jedem Lauf.</translation>
    </message>
    <message>
        <source>

### Runs (open one in the window)

</source>
        <translation>

### Läufe (zum Öffnen im Fenster)

</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Sto&amp;pp</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>S&amp;tart</source>
        <translation>S&amp;tart</translation>
    </message>
    <message>
        <source>Stopping; what is done is kept ...</source>
        <translation>Wird angehalten; was fertig ist, bleibt ...</translation>
    </message>
    <message>
        <source>, about %1 min left</source>
        <translation>, noch etwa %1 min</translation>
    </message>
    <message>
        <source>Starting ...</source>
        <translation>Wird gestartet ...</translation>
    </message>
    <message>
        <source>%1: %2 %%3</source>
        <translation>%1: %2 %%3</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ExportDialog</name>
    <message>
        <source>C&amp;hoose...</source>
        <translation>A&amp;uswählen...</translation>
    </message>
    <message>
        <source>Open the fol&amp;der</source>
        <translation>Or&amp;dner öffnen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>174 mm, a page of a paper</source>
        <translation>174 mm, eine Seite</translation>
    </message>
    <message>
        <source>84 mm, a column</source>
        <translation>84 mm, eine Spalte</translation>
    </message>
    <message>
        <source>Width of the figures</source>
        <translation>Breite der Abbildungen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Fi&amp;gures are</source>
        <translation>Abbildun&amp;gen sind</translation>
    </message>
    <message>
        <source>To the fo&amp;lder</source>
        <translation>&amp;In den Ordner</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>What to take along of &lt;b&gt;%1&lt;/b&gt;:</source>
        <translation>Was von &lt;b&gt;%1&lt;/b&gt; mitgenommen wird:</translation>
    </message>
    <message>
        <source>As at &amp;step %1, which is shown, instead of the newest</source>
        <translation>Stand bei Schritt %1, der &amp;gezeigt wird, statt des neuesten</translation>
    </message>
    <message>
        <source>Folder for the export</source>
        <translation>Ordner für den Export</translation>
    </message>
    <message>
        <source>The export has ended before its time.</source>
        <translation>Der Export endete vorzeitig.</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Sto&amp;pp</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>Stopping; the files that are finished are kept ...</source>
        <translation>Wird angehalten; fertige Dateien bleiben ...</translation>
    </message>
    <message>
        <source>Starting ...</source>
        <translation>Wird gestartet ...</translation>
    </message>
    <message>
        <source>%1 %: %2</source>
        <translation>%1 %: %2</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ExtraView</name>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>keine Werte</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>over the steps</source>
        <translation>über die Schritte</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>%1 Werte</translation>
    </message>
    <message>
        <source>%1 · step %2 · %3</source>
        <translation>%1 · Schritt %2 · %3</translation>
    </message>
    <message>
        <source>%1 · value %2 · %3</source>
        <translation>%1 · Wert %2 · %3</translation>
    </message>
    <message>
        <source>%1 · row %2, column %3 · %4</source>
        <translation>%1 · Zeile %2, Spalte %3 · %4</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::FieldEditor</name>
    <message>
        <source>Choose: %1</source>
        <translation>Wählen: %1</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Einen Ordner wählen</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Eine Datei wählen</translation>
    </message>
    <message>
        <source>none; 1,4 is the first and the fourth</source>
        <translation>keine; 1,4 ist die erste und vierte</translation>
    </message>
    <message>
        <source>the usual place</source>
        <translation>der übliche Ort</translation>
    </message>
    <message>
        <source>none: random weights</source>
        <translation>keine: zufällige Gewichte</translation>
    </message>
    <message>
        <source>, in %1</source>
        <translation>, in %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>e.g. %1</source>
        <translation>z. B. %1</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::FieldRow</name>
    <message>
        <source>live</source>
        <translation>sofort</translation>
    </message>
    <message>
        <source>at reset</source>
        <translation>beim Zurücksetzen</translation>
    </message>
    <message>
        <source>Acts on the run that is training, from its next step on</source>
        <translation>Wirkt auf den laufenden Lauf, vom nächsten Schritt an</translation>
    </message>
    <message>
        <source>Takes a new run: Apply, or Reset</source>
        <translation>Braucht einen neuen Lauf: Anwenden oder Zurücksetzen</translation>
    </message>
    <message>
        <source>applies at reset</source>
        <translation>gilt ab Neustart</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::FigureDrop</name>
    <message>
        <source>The figure&apos;s run needs &quot;%1&quot;, and a figure does not say where that is; open a run with it, or choose it in the settings, and drop the figure again.</source>
        <translation>Der Lauf der Abbildung braucht „%1“, und eine Abbildung sagt nicht, wo das liegt; einen Lauf damit öffnen oder es in den Einstellungen wählen und die Abbildung noch einmal ablegen.</translation>
    </message>
    <message>
        <source>The figure before is still being read.</source>
        <translation>Die vorige Abbildung wird noch gelesen.</translation>
    </message>
    <message>
        <source>Run of a figure</source>
        <translation>Lauf einer Abbildung</translation>
    </message>
    <message>
        <source>No recording of this figure&apos;s run is known. Train it again, up to step %1?</source>
        <translation>Vom Lauf dieser Abbildung ist keine Aufzeichnung bekannt. Noch einmal trainieren, bis Schritt %1?</translation>
    </message>
    <message>
        <source>&amp;Train it</source>
        <translation>&amp;Trainieren</translation>
    </message>
    <message>
        <source>This is the figure&apos;s run; its view is shown at step %1.</source>
        <translation>Das ist der Lauf der Abbildung; ihre Ansicht ist bei Schritt %1 zu sehen.</translation>
    </message>
    <message>
        <source>The window kept no snapshot of step %1; end the run and open its recording to see it.</source>
        <translation>Das Fenster hat keinen Snapshot von Schritt %1; den Lauf beenden und seine Aufzeichnung öffnen, um ihn zu sehen.</translation>
    </message>
    <message>
        <source>The figure&apos;s view: step %1 of %2.</source>
        <translation>Die Ansicht der Abbildung: Schritt %1 von %2.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::GroupBitsPanel</name>
    <message>
        <source>No groups here: quantized training has not begun, or this layer stays float.</source>
        <translation>Hier gibt es keine Gruppen: Das quantisierte Training hat nicht begonnen, oder diese Schicht bleibt Float.</translation>
    </message>
    <message>
        <source>No run yet. Here the groups of a layer will be seen to give up their bits.</source>
        <translation>Noch kein Lauf. Hier sieht man dann die Gruppen einer Schicht ihre Bits abgeben.</translation>
    </message>
    <message>
        <source>%1: share of groups by their bits</source>
        <translation>%1: Anteil der Gruppen nach ihren Bits</translation>
    </message>
    <message>
        <source>groups by bits</source>
        <translation>Gruppen nach Bits</translation>
    </message>
    <message>
        <source>%1 at step %2: %3 of %4 groups are empty.</source>
        <translation>%1 bei Schritt %2: %3 von %4 Gruppen sind leer.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Headline</name>
    <message>
        <source>Validation
accuracy</source>
        <translation>Genauigkeit
Validierung</translation>
    </message>
    <message>
        <source>Float start</source>
        <translation>Float-Start</translation>
    </message>
    <message>
        <source>Latent weights</source>
        <translation>Latente Gewichte</translation>
    </message>
    <message>
        <source>QUANTIZED</source>
        <translation>QUANTISIERT</translation>
    </message>
    <message>
        <source>Size of the weights</source>
        <translation>Größe der Gewichte</translation>
    </message>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source>Bit operations</source>
        <translation>Bitoperationen</translation>
    </message>
    <message>
        <source>With every weight on its grid point: the accuracy of what would be shipped</source>
        <translation>Jedes Gewicht auf seinem Gitterpunkt: die Genauigkeit dessen, was ausgeliefert würde</translation>
    </message>
    <message>
        <source>The same network with its full-precision weights</source>
        <translation>Dasselbe Netz mit seinen Gewichten in voller Genauigkeit</translation>
    </message>
    <message>
        <source>The float network that quantized training started from</source>
        <translation>Das Float-Netz, von dem das quantisierte Training ausging</translation>
    </message>
    <message>
        <source>Weights packed at their bits, and how many times smaller than 32-bit floats</source>
        <translation>Gewichte gepackt mit ihrer Bitlänge, und wievielmal kleiner als 32-Bit-Floats</translation>
    </message>
    <message>
        <source>Bits per weight, averaged over all weights</source>
        <translation>Bit je Gewicht, gemittelt über alle Gewichte</translation>
    </message>
    <message>
        <source>BOPs for one sample: multiplications times bits of the weight times bits of the input, over all layers</source>
        <translation>BOPs für ein Beispiel: Multiplikationen mal Bits des Gewichts mal Bits der Eingabe, über alle Schichten</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>%1 (%2x)</source>
        <translation>%1 (%2x)</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::HistogramPanel</name>
    <message>
        <source>%1 has nothing at this step.</source>
        <translation>%1 hat bei diesem Schritt nichts.</translation>
    </message>
    <message>
        <source>Histogram of %1</source>
        <translation>Histogramm von %1</translation>
    </message>
    <message>
        <source>%1 at step %2: %3 float weights, no grid in force yet.</source>
        <translation>%1 bei Schritt %2: %3 Float-Gewichte, noch gilt kein Gitter.</translation>
    </message>
    <message>
        <source>%1 at step %2: %3 bit, step size %4, clustering score %5, %6 of the weights in the zero cell, %7 below and %8 above the grid.</source>
        <translation>%1 bei Schritt %2: %3 Bit, Schrittweite %4, Clusterscore %5, %6 der Gewichte in der Nullzelle, %7 unter und %8 über dem Gitter.</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>√ share</source>
        <translation>√ Anteil</translation>
    </message>
    <message>
        <source>log share</source>
        <translation>log Anteil</translation>
    </message>
    <message>
        <source>Scale of the histogram&apos;s share axis</source>
        <translation>Skala der Anteilsachse des Histogramms</translation>
    </message>
    <message>
        <source>Height of bars and sticks. The square root keeps small cells visible beside the zero cell.</source>
        <translation>Höhe von Balken und Stäben. Die Wurzel hält kleine Zellen neben der Nullzelle sichtbar.</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>The weight tensor on show.</source>
        <translation>Der gezeigte Gewichtstensor.</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>Bits per weight: 2^bits grid points.</source>
        <translation>Bit je Gewicht: 2^Bit Gitterpunkte.</translation>
    </message>
    <message>
        <source>step size α</source>
        <translation>Schrittweite α</translation>
    </message>
    <message>
        <source>Distance of grid points, learned. In weight units.</source>
        <translation>Abstand der Gitterpunkte, gelernt. In Gewichtseinheiten.</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>1 on the grid, 0 evenly spread, -1 at the cell borders.</source>
        <translation>1 auf dem Gitter, 0 gleichmäßig verteilt, -1 auf den Zellgrenzen.</translation>
    </message>
    <message>
        <source>without zero</source>
        <translation>ohne Null</translation>
    </message>
    <message>
        <source>The score of the weights outside the zero cell.</source>
        <translation>Der Score der Gewichte außerhalb der Nullzelle.</translation>
    </message>
    <message>
        <source>in zero cell</source>
        <translation>in Nullzelle</translation>
    </message>
    <message>
        <source>Share of all weights in the zero cell.</source>
        <translation>Anteil aller Gewichte in der Nullzelle.</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>gewandert</translation>
    </message>
    <message>
        <source>Share of weights that changed grid point since the last snapshot.</source>
        <translation>Anteil der Gewichte, die seit dem letzten Snapshot den Gitterpunkt gewechselt haben.</translation>
    </message>
    <message>
        <source>rel. error</source>
        <translation>rel. Fehler</translation>
    </message>
    <message>
        <source>Quantization error: squared error relative to the squared weights.</source>
        <translation>Quantisierungsfehler: quadratischer Fehler relativ zu den quadrierten Gewichten.</translation>
    </message>
    <message>
        <source>No run yet. Press play to watch weights settle onto the grid.</source>
        <translation>Noch kein Lauf. Start drücken und zusehen, wie sich die Gewichte auf dem Gitter sammeln.</translation>
    </message>
    <message>
        <source>Waiting for the first snapshot.</source>
        <translation>Der erste Snapshot steht noch aus.</translation>
    </message>
    <message>
        <source>No weights here. Choose a layer in the list.</source>
        <translation>Hier sind keine Gewichte. Eine Schicht in der Liste wählen.</translation>
    </message>
    <message>
        <source>This layer has no histogram.</source>
        <translation>Diese Schicht hat kein Histogramm.</translation>
    </message>
    <message>
        <source>Training has diverged: the step size of this layer is no usable number any more.</source>
        <translation>Das Training ist divergiert: Die Schrittweite dieser Schicht ist keine brauchbare Zahl mehr.</translation>
    </message>
    <message>
        <source> The outline is %1.</source>
        <translation> Der Umriss ist %1.</translation>
    </message>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>Collapsed: %1 of the weights are on one grid point, so the score means nothing.</source>
        <translation>Zusammengefallen: %1 der Gewichte liegen auf einem Gitterpunkt, der Score sagt also nichts.</translation>
    </message>
    <message>
        <source>bars: %1, score %2, accuracy %3 | outline and rings: %4, score %5, accuracy %6</source>
        <translation>Balken: %1, Score %2, Genauigkeit %3 | Umriss und Ringe: %4, Score %5, Genauigkeit %6</translation>
    </message>
    <message>
        <source>bars: %1, score %2 | outline and rings: %3, score %4</source>
        <translation>Balken: %1, Score %2 | Umriss und Ringe: %3, Score %4</translation>
    </message>
    <message>
        <source>bars: %1 %2 | outline: %3 %4</source>
        <translation>Balken: %1 %2 | Umriss: %3 %4</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::HistogramView</name>
    <message>
        <source>weight value</source>
        <translation>Gewichtswert</translation>
    </message>
    <message>
        <source>zero: %1</source>
        <translation>Null: %1</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>no grid in force yet: weights may take any value</source>
        <translation>noch gilt kein Gitter: Gewichte dürfen jeden Wert annehmen</translation>
    </message>
    <message>
        <source>no grid in force yet</source>
        <translation>noch gilt kein Gitter</translation>
    </message>
    <message>
        <source>no grid yet</source>
        <translation>noch kein Gitter</translation>
    </message>
    <message>
        <source>◂ %1 below</source>
        <translation>◂ %1 darunter</translation>
    </message>
    <message>
        <source>%1 above ▸</source>
        <translation>%1 darüber ▸</translation>
    </message>
    <message>
        <source>zero: %1 of weights</source>
        <translation>Null: %1 der Gewichte</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
    <message>
        <source> · dropped at this step</source>
        <translation> · in diesem Schritt verworfen</translation>
    </message>
    <message>
        <source>outside the grid: %1 weights below (%2)</source>
        <translation>außerhalb des Gitters: %1 Gewichte darunter (%2)</translation>
    </message>
    <message>
        <source>outside the grid: %1 weights above (%2)</source>
        <translation>außerhalb des Gitters: %1 Gewichte darüber (%2)</translation>
    </message>
    <message>
        <source>latent weights per bin: %1</source>
        <translation>latente Gewichte je Klasse: %1</translation>
    </message>
    <message>
        <source>latent: %1</source>
        <translation>latent: %1</translation>
    </message>
    <message>
        <source>quantized weights per grid point: %1</source>
        <translation>quantisierte Gewichte je Gitterpunkt: %1</translation>
    </message>
    <message>
        <source>quantized: %1</source>
        <translation>quantisiert: %1</translation>
    </message>
    <message>
        <source>float weights per bin: %1</source>
        <translation>Float-Gewichte je Klasse: %1</translation>
    </message>
    <message>
        <source>float: %1</source>
        <translation>Float: %1</translation>
    </message>
    <message>
        <source>share of weights</source>
        <translation>Anteil der Gewichte</translation>
    </message>
    <message>
        <source>share of weights (square-root scale)</source>
        <translation>Anteil der Gewichte (Wurzelskala)</translation>
    </message>
    <message>
        <source>share of weights (logarithmic scale)</source>
        <translation>Anteil der Gewichte (logarithmische Skala)</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>√ share</source>
        <translation>√ Anteil</translation>
    </message>
    <message>
        <source>log share</source>
        <translation>log Anteil</translation>
    </message>
    <message>
        <source>w %1 .. %2 · %3 · %4 (%5)</source>
        <translation>w %1 .. %2 · %3 · %4 (%5)</translation>
    </message>
    <message>
        <source>%1 · w %2 · %3 quantized weights (%4)</source>
        <translation>%1 · w %2 · %3 quantisierte Gewichte (%4)</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::KeyDialog</name>
    <message>
        <source>&amp;Change...</source>
        <translation>Ä&amp;ndern...</translation>
    </message>
    <message>
        <source>&amp;Add a key...</source>
        <translation>Taste &amp;hinzufügen...</translation>
    </message>
    <message>
        <source>&amp;No key</source>
        <translation>&amp;Keine Taste</translation>
    </message>
    <message>
        <source>S&amp;wap</source>
        <translation>&amp;Tauschen</translation>
    </message>
    <message>
        <source>&amp;Default keys</source>
        <translation>&amp;Voreingestellte Tasten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Enter gives the chosen command another key. Keys without Ctrl or Alt work wherever nothing is being typed.</source>
        <translation>Enter gibt dem gewählten Befehl eine andere Taste. Tasten ohne Strg oder Alt wirken überall, wo nichts geschrieben wird.</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>In loss, accuracy and bits</source>
        <translation>In Verlust, Genauigkeit und Bits</translation>
    </message>
    <message>
        <source>Zoom in, out, automatic; the wheel and dragging, too</source>
        <translation>Vergrößern, verkleinern, automatisch; auch mit Mausrad und Ziehen</translation>
    </message>
    <message>
        <source>+, -, 0</source>
        <translation>+, -, 0</translation>
    </message>
    <message>
        <source>All commands have their default keys.</source>
        <translation>Alle Befehle haben ihre voreingestellten Tasten.</translation>
    </message>
    <message>
        <source>This key cannot be changed.</source>
        <translation>Diese Taste lässt sich nicht ändern.</translation>
    </message>
    <message>
        <source>New key: %1</source>
        <translation>Neue Taste: %1</translation>
    </message>
    <message>
        <source>Press the key</source>
        <translation>Taste drücken</translation>
    </message>
    <message>
        <source>Press the new key for &quot;%1&quot;; Esc leaves it as it is.</source>
        <translation>Die neue Taste für „%1“ drücken; Esc lässt alles, wie es ist.</translation>
    </message>
    <message>
        <source>%1 is the key of &quot;%2&quot;. Enter swaps the two; or press another key.</source>
        <translation>%1 ist die Taste von „%2“. Enter tauscht beide; oder eine andere Taste drücken.</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Keys</name>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>PageUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PageDown</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Runter</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Einfg</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Meta</source>
        <translation>Meta</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>That is no key.</source>
        <translation>Das ist keine Taste.</translation>
    </message>
    <message>
        <source>%1 always leads back.</source>
        <translation>%1 führt immer zurück.</translation>
    </message>
    <message>
        <source>%1 always goes from field to field.</source>
        <translation>%1 geht immer von Feld zu Feld.</translation>
    </message>
    <message>
        <source>%1 always presses what has the keyboard.</source>
        <translation>%1 drückt immer, was gerade den Fokus hat.</translation>
    </message>
    <message>
        <source>%1 opens menus: Alt and a letter.</source>
        <translation>%1 öffnet Menüs: Alt und ein Buchstabe.</translation>
    </message>
    <message>
        <source>%1 zooms the curves.</source>
        <translation>%1 vergrößert oder verkleinert die Kurven.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Lamp</name>
    <message>
        <source>NO RUN</source>
        <translation>KEIN LAUF</translation>
    </message>
    <message>
        <source>LOADING</source>
        <translation>LÄDT</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>PAUSE</translation>
    </message>
    <message>
        <source>PAST</source>
        <translation>RÜCKBLICK</translation>
    </message>
    <message>
        <source>RECORDED</source>
        <translation>GESPEICHERT</translation>
    </message>
    <message>
        <source>ENDED</source>
        <translation>BEENDET</translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation>FEHLER</translation>
    </message>
    <message>
        <source>TESTING</source>
        <translation>PRÜFT</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::LayerDelegate</name>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>%1 → %2 bit</source>
        <translation>%1 → %2 Bit</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gew.</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Score %1</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::LayerDialog</name>
    <message>
        <source>Layer by layer</source>
        <translation>Schicht für Schicht</translation>
    </message>
    <message>
        <source>Layers; select the ones to change</source>
        <translation>Schichten; die zu ändernden auswählen</translation>
    </message>
    <message>
        <source>no.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Select layers (Shift, Ctrl or Ctrl+A for several); a change applies to all of them. The run takes it at the next reset.</source>
        <translation>Schichten auswählen (mehrere mit Umschalt, Strg oder Strg+A); eine Änderung gilt für alle ausgewählten. Der Lauf übernimmt sie beim nächsten Neustart.</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>float (full precision)</source>
        <translation>Float (volle Genauigkeit)</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>trainiert</translation>
    </message>
    <message>
        <source>frozen (stays as it is)</source>
        <translation>eingefroren (bleibt, wie es ist)</translation>
    </message>
    <message>
        <source>&amp;Bit-width</source>
        <translation>&amp;Bitbreite</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>&amp;Gewichte</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>&amp;Training</translation>
    </message>
    <message>
        <source>Bit-width of the selected layers</source>
        <translation>Bitbreite der ausgewählten Schichten</translation>
    </message>
    <message>
        <source>Weights of the selected layers</source>
        <translation>Gewichte der ausgewählten Schichten</translation>
    </message>
    <message>
        <source>Training of the selected layers</source>
        <translation>Training der ausgewählten Schichten</translation>
    </message>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>eingefroren</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::LayerModel</name>
    <message>
        <source>%1 weights</source>
        <translation>%1 Gewichte</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2, score %3, %4</source>
        <translation>%1, %2, Score %3, %4</translation>
    </message>
    <message>
        <source>%1, %2, collapsed: %3 of the weights on one grid point, %4</source>
        <translation>%1, %2, zusammengefallen: %3 der Gewichte auf einem Gitterpunkt, %4</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::LayerStrip</name>
    <message>
        <source>This network has no layers with weights.</source>
        <translation>Dieses Netz hat keine Schichten mit Gewichten.</translation>
    </message>
    <message>
        <source>No run yet. The network&apos;s layers will be listed here.</source>
        <translation>Noch kein Lauf. Hier werden die Schichten des Netzes aufgeführt.</translation>
    </message>
    <message>
        <source>%1 layers; chosen: %2.</source>
        <translation>%1 Schichten; gewählt: %2.</translation>
    </message>
    <message>
        <source>part of a name</source>
        <translation>Teil des Namens</translation>
    </message>
    <message>
        <source>Find a layer by a part of its name</source>
        <translation>Schicht nach einem Teil ihres Namens suchen</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::LineChart</name>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Automatic range of the axes</source>
        <translation>Automatischer Bereich der Achsen</translation>
    </message>
    <message>
        <source>Back to the automatic range (0)</source>
        <translation>Zurück zum automatischen Bereich (0)</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>+%1</source>
        <translation>+%1</translation>
    </message>
    <message>
        <source>%1 curves</source>
        <translation>%1 Kurven</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::LossPanel</name>
    <message>
        <source>training loss (nats)</source>
        <translation>Trainingsverlust (Nats)</translation>
    </message>
    <message>
        <source>loss (nats)</source>
        <translation>Verlust (Nats)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Waiting for the first step.</source>
        <translation>Der erste Schritt steht noch aus.</translation>
    </message>
    <message>
        <source>No run yet. Here the training loss will fall.</source>
        <translation>Noch kein Lauf. Hier fällt später der Trainingsverlust.</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>geglättet</translation>
    </message>
    <message>
        <source>Training loss at step %1: %2 nats.</source>
        <translation>Trainingsverlust bei Schritt %1: %2 Nats.</translation>
    </message>
    <message>
        <source>Training loss at step %1: %2 nats, smoothed %3.</source>
        <translation>Trainingsverlust bei Schritt %1: %2 Nats, geglättet %3.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MainMenu</name>
    <message>
        <source>Ro&amp;und without training...</source>
        <translation>Ohne Training r&amp;unden...</translation>
    </message>
    <message>
        <source>&amp;Float training</source>
        <translation>Float-Tra&amp;ining</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
        <source>Compare &amp;methods...</source>
        <translation>Methoden ver&amp;gleichen...</translation>
    </message>
    <message>
        <source>Chec&amp;k the data...</source>
        <translation>Daten &amp;prüfen...</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Lauf</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Start</translation>
    </message>
    <message>
        <source>&amp;Step</source>
        <translation>&amp;Einzelschritt</translation>
    </message>
    <message>
        <source>&amp;Reset, same seed</source>
        <translation>Neusta&amp;rt, gleicher Seed</translation>
    </message>
    <message>
        <source>&amp;New seed</source>
        <translation>&amp;Neuer Seed</translation>
    </message>
    <message>
        <source>Start pr&amp;eset</source>
        <translation>&amp;Vorlage starten</translation>
    </message>
    <message>
        <source>La&amp;yer by layer...</source>
        <translation>Schicht für Sch&amp;icht...</translation>
    </message>
    <message>
        <source>Test the &amp;hypothesis...</source>
        <translation>&amp;Hypothese testen...</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>S&amp;prache</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Reduced motion: nothing plays by itself</source>
        <translation>Weniger &amp;Bewegung: Nichts läuft von selbst</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleich</translation>
    </message>
    <message>
        <source>&amp;Lay a run over this one...</source>
        <translation>&amp;Lauf überlagern...</translation>
    </message>
    <message>
        <source>&amp;Take it away</source>
        <translation>Überlagerung &amp;entfernen</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>Text &amp;größer</translation>
    </message>
    <message>
        <source>Sm&amp;aller text</source>
        <translation>Text &amp;kleiner</translation>
    </message>
    <message>
        <source>&amp;Normal text</source>
        <translation>Text &amp;normal</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;About Gridscope</source>
        <translation>Ü&amp;ber Gridscope</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Find a la&amp;yer...</source>
        <translation>Schicht s&amp;uchen...</translation>
    </message>
    <message>
        <source>Rea&amp;d out a summary</source>
        <translation>Zusammenfassung vor&amp;lesen</translation>
    </message>
    <message>
        <source>&amp;Recorded runs...</source>
        <translation>Aufgezeichnete Läu&amp;fe...</translation>
    </message>
    <message>
        <source>Train a t&amp;win...</source>
        <translation>&amp;Zwilling trainieren...</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>S&amp;chneller</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>&amp;Maximise panel</source>
        <translation>Ansicht &amp;maximieren</translation>
    </message>
    <message>
        <source>Micr&amp;oscope: one weight</source>
        <translation>Mikr&amp;oskop: ein Gewicht</translation>
    </message>
    <message>
        <source>One step in slo&amp;w motion</source>
        <translation>Ein Schritt in &amp;Zeitlupe</translation>
    </message>
    <message>
        <source>&amp;Projector mode: large text, bold lines</source>
        <translation>P&amp;rojektormodus: großer Text, dicke Linien</translation>
    </message>
    <message>
        <source>R&amp;eset layout</source>
        <translation>&amp;Anordnung zurücksetzen</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MainWindow</name>
    <message>
        <source>Gridscope</source>
        <translation>Gridscope</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Cannot write the picture %1; is there room, and may you write there?</source>
        <translation>Das Bild %1 lässt sich nicht schreiben; sind Platz und Schreibrecht vorhanden?</translation>
    </message>
    <message>
        <source>There is no panel &quot;%1&quot; here.</source>
        <translation>Eine Ansicht „%1“ gibt es hier nicht.</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Clear the text</source>
        <translation>Text löschen</translation>
    </message>
    <message>
        <source>More menus</source>
        <translation>Weitere Menüs</translation>
    </message>
    <message>
        <source>Show or fold the settings</source>
        <translation>Einstellungen zeigen oder einklappen</translation>
    </message>
    <message>
        <source>This run is at its end. Reset%1 starts it again, with the settings of the form.</source>
        <translation>Dieser Lauf ist zu Ende. Neustart%1 beginnt ihn neu, mit den Einstellungen des Formulars.</translation>
    </message>
    <message>
        <source>%1 pauses. Nothing can break.</source>
        <translation>%1: Pause. Kaputtgehen kann nichts.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MessageBar</name>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Dismiss this message (Esc)</source>
        <translation>Meldung schließen (Esc)</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Action of the message</source>
        <translation>Aktion der Meldung</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MethodPanel</name>
    <message>
        <source>%1: no values</source>
        <translation>%1: keine Werte</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 values from %3 to %4</source>
        <translation>%1: %2 Werte von %3 bis %4</translation>
    </message>
    <message>
        <source>%1: %2 × %3 values from %4 to %5</source>
        <translation>%1: %2 × %3 Werte von %4 bis %5</translation>
    </message>
    <message>
        <source>No run yet. What a method tells beside all others will be here.</source>
        <translation>Noch kein Lauf. Hier wird stehen, was eine Methode über das hinaus mitteilt, was alle mitteilen.</translation>
    </message>
    <message>
        <source>The method tells nothing of this layer here.</source>
        <translation>Zu dieser Schicht teilt die Methode hier nichts mit.</translation>
    </message>
    <message>
        <source>The method of this run tells nothing beside what the other views show.</source>
        <translation>Die Methode dieses Laufs teilt nichts mit, was nicht die anderen Ansichten zeigen.</translation>
    </message>
    <message>
        <source>Told by the method at step %1. %2.</source>
        <translation>Von der Methode bei Schritt %1 mitgeteilt. %2.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MicroscopePanel</name>
    <message>
        <source>Followed weights of the layer</source>
        <translation>Verfolgte Gewichte der Schicht</translation>
    </message>
    <message>
        <source>The weights that this run follows. Up and Down choose; a click into the river does, too.</source>
        <translation>Die Gewichte, die dieser Lauf verfolgt. Auswahl mit Auf und Ab oder einem Klick in den Fluss.</translation>
    </message>
    <message>
        <source>Numbers of the weight and where they come from</source>
        <translation>Zahlen des Gewichts und ihre Herkunft</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>formula with these values</source>
        <translation>Formel mit diesen Werten</translation>
    </message>
    <message>
        <source>No run yet. Here one weight will show how its grid point is chosen and what pulls at it.</source>
        <translation>Noch kein Lauf. Hier zeigt ein Gewicht, wie sein Gitterpunkt gewählt wird und was an ihm zieht.</translation>
    </message>
    <message>
        <source>Waiting for the first snapshot.</source>
        <translation>Der erste Snapshot steht noch aus.</translation>
    </message>
    <message>
        <source>No weights here. Choose a layer in the list.</source>
        <translation>Hier sind keine Gewichte. Eine Schicht in der Liste wählen.</translation>
    </message>
    <message>
        <source>This run follows no single weight of the layer.</source>
        <translation>Dieser Lauf verfolgt kein einzelnes Gewicht der Schicht.</translation>
    </message>
    <message>
        <source>This run is full precision: there is no grid to choose from.</source>
        <translation>Dieser Lauf hat volle Genauigkeit: Es gibt kein Gitter zur Wahl.</translation>
    </message>
    <message>
        <source>Training has diverged: the weight, its step size or its noise are no usable numbers any more.</source>
        <translation>Das Training ist divergiert: Das Gewicht, seine Schrittweite oder sein Rauschen sind keine brauchbaren Zahlen mehr.</translation>
    </message>
    <message>
        <source>Float training: weights may take any value, and no grid is in force before step 1.</source>
        <translation>Float-Training: Gewichte dürfen jeden Wert annehmen, vor Schritt 1 gilt kein Gitter.</translation>
    </message>
    <message>
        <source>Weight %1 is %2.</source>
        <translation>Gewicht %1 ist %2.</translation>
    </message>
    <message>
        <source>No snapshot before this one: the arrow goes on to the next step.</source>
        <translation>Kein Snapshot vor diesem: Der Pfeil führt zum nächsten Schritt.</translation>
    </message>
    <message>
        <source>%1:  %2, code %3</source>
        <translation>%1:  %2, Code %3</translation>
    </message>
    <message>
        <source>%1:  %2</source>
        <translation>%1:  %2</translation>
    </message>
    <message>
        <source>The microscope&apos;s formulas are those of grids whose points are whole multiples of a step size; the points of this layer lie elsewhere.</source>
        <translation>Die Formeln des Mikroskops gelten für Gitter, deren Punkte ganze Vielfache einer Schrittweite sind; die Punkte dieser Schicht liegen anderswo.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MicroscopeView</name>
    <message>
        <source>code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>weight value</source>
        <translation>Gewichtswert</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>Verlust %1</translation>
    </message>
    <message>
        <source>loss of the batch</source>
        <translation>Verlust des Batches</translation>
    </message>
    <message>
        <source>bars: probability r · bell: noise, σ %1</source>
        <translation>Balken: Wahrscheinlichkeit r · Glocke: Rauschen, σ %1</translation>
    </message>
    <message>
        <source>bars: r · bell: noise</source>
        <translation>Balken: r · Glocke: Rauschen</translation>
    </message>
    <message>
        <source>r</source>
        <translation>r</translation>
    </message>
    <message>
        <source>no noise: the nearest point is certain</source>
        <translation>kein Rauschen: der nächste Punkt ist sicher</translation>
    </message>
    <message>
        <source>no noise</source>
        <translation>kein Rauschen</translation>
    </message>
    <message>
        <source>gradient factor ∂ŵ/∂w</source>
        <translation>Gradientenfaktor ∂ŵ/∂w</translation>
    </message>
    <message>
        <source>∂ŵ/∂w</source>
        <translation>∂ŵ/∂w</translation>
    </message>
    <message>
        <source>gradient factor g·∂r*/∂w</source>
        <translation>Gradientenfaktor g·∂r*/∂w</translation>
    </message>
    <message>
        <source>gradient factor (g−w)·∂r*/∂w</source>
        <translation>Gradientenfaktor (g−w)·∂r*/∂w</translation>
    </message>
    <message>
        <source>(g−w)·∂r*/∂w</source>
        <translation>(g−w)·∂r*/∂w</translation>
    </message>
    <message>
        <source>g·∂r*/∂w</source>
        <translation>g·∂r*/∂w</translation>
    </message>
    <message>
        <source>gradient: depends on the noise drawn</source>
        <translation>Gradient: hängt vom gezogenen Rauschen ab</translation>
    </message>
    <message>
        <source>gradient: by chance</source>
        <translation>Gradient: zufällig</translation>
    </message>
    <message>
        <source>code %1 · g %2 · r %3</source>
        <translation>Code %1 · g %2 · r %3</translation>
    </message>
    <message>
        <source> · chosen</source>
        <translation> · gewählt</translation>
    </message>
    <message>
        <source>a weight at %1 · gradient factor %2</source>
        <translation>ein Gewicht bei %1 · Gradientenfaktor %2</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::NextSteps</name>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>My own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Trains both side by side from the same start, on the same batches</source>
        <translation>Trainiert beide nebeneinander vom selben Anfang aus, mit denselben Stapeln</translation>
    </message>
    <message>
        <source>One training step of one weight, phase by phase</source>
        <translation>Ein Trainingsschritt eines Gewichts, Phase für Phase</translation>
    </message>
    <message>
        <source>Change what you like in the settings; nothing can break</source>
        <translation>Ändern Sie in den Einstellungen, was Sie wollen; kaputtgehen kann nichts</translation>
    </message>
    <message>
        <source>Compare with %1</source>
        <translation>Mit %1 vergleichen</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::NormsPanel</name>
    <message>
        <source>norm of each bit plane</source>
        <translation>Norm jeder Bit-Ebene</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>Norm</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>No bit planes of this layer so far.</source>
        <translation>Noch keine Bit-Ebenen dieser Schicht.</translation>
    </message>
    <message>
        <source>No run yet. Here the norms of bit planes will fall.</source>
        <translation>Noch kein Lauf. Hier werden die Normen der Bit-Ebenen fallen.</translation>
    </message>
    <message>
        <source>bit %1</source>
        <translation>Bit %1</translation>
    </message>
    <message>
        <source>Norms of the bit planes of %1 at step %2, the highest first: %3.</source>
        <translation>Normen der Bit-Ebenen von %1 bei Schritt %2, die höchste zuerst: %3.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ObjectivePanel</name>
    <message>
        <source>loss and regulariser (nats)</source>
        <translation>Verlust und Regularisierer (nats)</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>regulariser</source>
        <translation>Regularisierer</translation>
    </message>
    <message>
        <source>No regulariser so far.</source>
        <translation>Noch kein Regularisierer.</translation>
    </message>
    <message>
        <source>No run yet. Here the loss will stand against the regulariser.</source>
        <translation>Noch kein Lauf. Hier wird der Verlust gegen den Regularisierer stehen.</translation>
    </message>
    <message>
        <source>At step %1 the loss is %2 nats, the regulariser adds %3.</source>
        <translation>Bei Schritt %1 beträgt der Verlust %2 nats, der Regularisierer fügt %3 hinzu.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PairsPanel</name>
    <message>
        <source>No run yet. Here pairs of clips will be seen.</source>
        <translation>Noch kein Lauf. Hier werden Paare von Schranken zu sehen sein.</translation>
    </message>
    <message>
        <source>Pairs of clips are measured once the search is over.</source>
        <translation>Paare von Schranken werden gemessen, wenn die Suche vorbei ist.</translation>
    </message>
    <message>
        <source>bend of the loss by pairs of log clips (nats)</source>
        <translation>Krümmung des Verlusts je Paar von Log-Schranken (Nats)</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>How the loss bends for %1 clips: %2 of it beside the diagonal.</source>
        <translation>Wie sich der Verlust für %1 Schranken krümmt: %2 davon neben der Diagonale.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PanelFrame</name>
    <message>
        <source>Back to all panels</source>
        <translation>Zurück zu allen Ansichten</translation>
    </message>
    <message>
        <source>Maximise %1</source>
        <translation>%1 maximieren</translation>
    </message>
    <message>
        <source>Maximise this panel</source>
        <translation>Diese Ansicht maximieren</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PayloadChart</name>
    <message>
        <source>%1 % test error</source>
        <translation>%1 % Testfehler</translation>
    </message>
    <message>
        <source> (%1 to %2, %3 seeds)</source>
        <translation> (%1 bis %2, %3 Seeds)</translation>
    </message>
    <message>
        <source>%1 · %2 KiB · %3</source>
        <translation>%1 · %2 KiB · %3</translation>
    </message>
    <message>
        <source>Dots come as the first runs end.</source>
        <translation>Punkte kommen, sobald die ersten Läufe enden.</translation>
    </message>
    <message>
        <source>%1 (%2 KiB)</source>
        <translation>%1 (%2 KiB)</translation>
    </message>
    <message>
        <source>payload of the weights, KiB</source>
        <translation>Nutzlast der Gewichte, KiB</translation>
    </message>
    <message>
        <source>test error, %</source>
        <translation>Testfehler, %</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PhaseBar</name>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>One step in slow motion</source>
        <translation>Ein Schritt in Zeitlupe</translation>
    </message>
    <message>
        <source>Phase before</source>
        <translation>Vorige Phase</translation>
    </message>
    <message>
        <source>Next phase</source>
        <translation>Nächste Phase</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
    <message>
        <source>Takes one training step of this weight apart, in five phases</source>
        <translation>Zerlegt einen Trainingsschritt dieses Gewichts in fünf Phasen</translation>
    </message>
    <message>
        <source>The phase before</source>
        <translation>Die vorige Phase</translation>
    </message>
    <message>
        <source>The next phase; after the fifth, the next step</source>
        <translation>Die nächste Phase; nach der fünften der nächste Schritt</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::MapPanel</name>
    <message>
        <source>No dual weights of this layer so far.</source>
        <translation>Noch keine dualen Gewichte dieser Schicht.</translation>
    </message>
    <message>
        <source>No run yet. Here weights will slide up a curve.</source>
        <translation>Noch kein Lauf. Hier werden Gewichte eine Kurve hinaufgleiten.</translation>
    </message>
    <message>
        <source>sharpness β = %1</source>
        <translation>Schärfe β = %1</translation>
    </message>
    <message>
        <source>dual weight v</source>
        <translation>duales Gewicht v</translation>
    </message>
    <message>
        <source>primal weight w</source>
        <translation>primales Gewicht w</translation>
    </message>
    <message>
        <source>%1 at step %2: sharpness %3, %4 % of the weights beyond ±0.99.</source>
        <translation>%1 bei Schritt %2: Schärfe %3, %4 % der Gewichte jenseits von ±0,99.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PlanesPanel</name>
    <message>
        <source>nothing is left</source>
        <translation>nichts ist übrig</translation>
    </message>
    <message>
        <source>%1 bits a weight: %2 times smaller than floats, %3 times with signs</source>
        <translation>%1 Bit je Gewicht: %2-mal kleiner als Gleitkomma, mit Vorzeichen %3-mal</translation>
    </message>
    <message>
        <source>%1 bits, %2 times smaller, %3 with signs</source>
        <translation>%1 Bit, %2-mal kleiner, mit Vorzeichen %3-mal</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <translation>%1 %2 von %3</translation>
    </message>
    <message>
        <source>No run yet. Here the bit planes of every layer will be.</source>
        <translation>Noch kein Lauf. Hier werden die Bit-Ebenen jeder Schicht stehen.</translation>
    </message>
    <message>
        <source>No bit planes: choose the method bsq.</source>
        <translation>Keine Bit-Ebenen: das Verfahren bsq wählen.</translation>
    </message>
    <message>
        <source>No bit planes at this step.</source>
        <translation>Keine Bit-Ebenen bei diesem Schritt.</translation>
    </message>
    <message>
        <source>Bit planes at step %1: %2. %3.</source>
        <translation>Bit-Ebenen bei Schritt %1: %2. %3.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PlanesView</name>
    <message>
        <source>bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>bit</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>%1 · bit %2 · gone</source>
        <translation>%1 · Bit %2 · weg</translation>
    </message>
    <message>
        <source>%1 · bit %2 · %3 ones</source>
        <translation>%1 · Bit %2 · %3 Einsen</translation>
    </message>
    <message>
        <source>%1 · norm %2</source>
        <translation>%1 · Norm %2</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::PowersPanel</name>
    <message>
        <source>p of the Lp error</source>
        <translation>p des Lp-Fehlers</translation>
    </message>
    <message>
        <source>calibration loss (nats)</source>
        <translation>Kalibrierverlust (Nats)</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>chosen %1</source>
        <translation>gewählt %1</translation>
    </message>
    <message>
        <source>No run yet. Here the search over p will be seen.</source>
        <translation>Noch kein Lauf. Hier wird die Suche über p zu sehen sein.</translation>
    </message>
    <message>
        <source>No p was tried here.</source>
        <translation>Hier wurde kein p versucht.</translation>
    </message>
    <message>
        <source>%1 values of p tried.</source>
        <translation>%1 Werte von p versucht.</translation>
    </message>
    <message>
        <source>Chosen: p = %1, calibration loss %2 nats.</source>
        <translation>Gewählt: p = %1, Kalibrierverlust %2 Nats.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Replay</name>
    <message>
        <source>%1 · %2 · step %3</source>
        <translation>%1 · %2 · Schritt %3</translation>
    </message>
    <message>
        <source> (float)</source>
        <translation> (Float)</translation>
    </message>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1: %2, score %3</source>
        <translation>%1: %2, Score %3</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::RiverPanel</name>
    <message>
        <source>Float training</source>
        <translation>Float-Training</translation>
    </message>
    <message>
        <source>‹ float</source>
        <translation>‹ Float</translation>
    </message>
    <message>
        <source>float ›</source>
        <translation>Float ›</translation>
    </message>
    <message>
        <source>Float training, which comes before the grid: show it or fold it away</source>
        <translation>Float-Training, das vor dem Gitter kommt: zeigen oder einklappen</translation>
    </message>
    <message>
        <source>%1: waiting for the first snapshot.</source>
        <translation>%1: wartet auf den ersten Schnappschuss.</translation>
    </message>
    <message>
        <source>River of %1</source>
        <translation>Fluss von %1</translation>
    </message>
    <message>
        <source>%1 from step %2 to %3: the clustering score went from %4 to %5, the step size from %6 to %7.</source>
        <translation>%1 von Schritt %2 bis %3: Der Clusterscore ging von %4 auf %5, die Schrittweite von %6 auf %7.</translation>
    </message>
    <message>
        <source>No run yet. Here the weights will flow towards the grid, step by step.</source>
        <translation>Noch kein Lauf. Hier fließen die Gewichte zum Gitter, Schritt für Schritt.</translation>
    </message>
    <message>
        <source>Waiting for the first snapshot.</source>
        <translation>Der erste Snapshot steht noch aus.</translation>
    </message>
    <message>
        <source>No weights here. Choose a layer in the list.</source>
        <translation>Hier sind keine Gewichte. Eine Schicht in der Liste wählen.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::RiverView</name>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>heat: share of weights · lines: single weights</source>
        <translation>Farbe: Anteil der Gewichte · Linien: einzelne Gewichte</translation>
    </message>
    <message>
        <source>lines: single weights</source>
        <translation>Linien: einzelne Gewichte</translation>
    </message>
    <message>
        <source>float</source>
        <translation>Float</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>w %1 · no grid</source>
        <translation>w %1 · kein Gitter</translation>
    </message>
    <message>
        <source>w %1 · outside the grid</source>
        <translation>w %1 · außerhalb des Gitters</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>%1 · step size %2 · score %3</source>
        <translation>%1 · Schrittweite %2 · Score %3</translation>
    </message>
    <message>
        <source>nothing kept</source>
        <translation>nichts behalten</translation>
    </message>
    <message>
        <source>w %1 · %2 · %3 weights (%4)</source>
        <translation>w %1 · %2 · %3 Gewichte (%4)</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::RunDocument</name>
    <message>
        <source>Gridscope runs (*.gridscope)</source>
        <translation>Gridscope-Läufe (*.gridscope)</translation>
    </message>
    <message>
        <source>&amp;Open...</source>
        <translation>Ö&amp;ffnen...</translation>
    </message>
    <message>
        <source>&amp;Save a copy...</source>
        <translation>Kopie &amp;speichern...</translation>
    </message>
    <message>
        <source>Export &amp;checkpoint...</source>
        <translation>&amp;Checkpoint exportieren...</translation>
    </message>
    <message>
        <source>&amp;Continue training...</source>
        <translation>&amp;Training fortsetzen...</translation>
    </message>
    <message>
        <source>F&amp;ork here</source>
        <translation>Hier ab&amp;zweigen</translation>
    </message>
    <message>
        <source>&amp;Bookmark this step...</source>
        <translation>Lesezeichen bei diese&amp;m Schritt...</translation>
    </message>
    <message>
        <source>Save elsewhere...</source>
        <translation>Woanders speichern...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>Save a copy of the run</source>
        <translation>Kopie des Laufs speichern</translation>
    </message>
    <message>
        <source>Go on recording in another place</source>
        <translation>An anderem Ort weiter aufzeichnen</translation>
    </message>
    <message>
        <source>Safetensors (*.safetensors)</source>
        <translation>Safetensors (*.safetensors)</translation>
    </message>
    <message>
        <source>%1 keeps no checkpoint. Train it anew, from its settings?</source>
        <translation>%1 enthält keinen Checkpoint. Mit seinen Einstellungen neu trainieren?</translation>
    </message>
    <message>
        <source>&amp;Train it</source>
        <translation>&amp;Trainieren</translation>
    </message>
    <message>
        <source>Continue training</source>
        <translation>Training fortsetzen</translation>
    </message>
    <message>
        <source>It has made its %1 steps. Train until step:</source>
        <translation>Die %1 Schritte sind gemacht. Weitertrainieren bis Schritt:</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Note for %1:</source>
        <translation>Notiz zu %1:</translation>
    </message>
    <message>
        <source>&amp;Back to step %1</source>
        <translation>Z&amp;urück zu Schritt %1</translation>
    </message>
    <message>
        <source>A new run that goes on from there, with the settings as the form has them now</source>
        <translation>Ein neuer Lauf, der von dort weitergeht, mit den Einstellungen, wie sie jetzt im Formular stehen</translation>
    </message>
    <message>
        <source>F&amp;ork at step %1</source>
        <translation>Bei Schritt %1 ab&amp;zweigen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>%1. End = live</source>
        <translation>%1. Ende = live</translation>
    </message>
    <message>
        <source>%1. End = the newest step</source>
        <translation>%1. Ende = der neueste Schritt</translation>
    </message>
    <message>
        <source>%1. End = the last step of %2</source>
        <translation>%1. Ende = der letzte Schritt von %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2, without an end so far</source>
        <translation>%1: %2, bisher ohne Ende</translation>
    </message>
    <message>
        <source>autosaved %1, %2</source>
        <translation>gesichert %1, %2</translation>
    </message>
    <message>
        <source>One thing after the other: wait for it, or cancel it.</source>
        <translation>Eins nach dem anderen: abwarten oder abbrechen.</translation>
    </message>
    <message>
        <source>Opening %1...</source>
        <translation>%1 wird geöffnet...</translation>
    </message>
    <message>
        <source>Saving %1...</source>
        <translation>%1 wird gespeichert...</translation>
    </message>
    <message>
        <source>Saved a copy in %1, %2.</source>
        <translation>Kopie gespeichert in %1, %2.</translation>
    </message>
    <message>
        <source>Moving the recording to %1...</source>
        <translation>Die Aufzeichnung zieht um nach %1...</translation>
    </message>
    <message>
        <source>The recording goes on in %1.</source>
        <translation>Die Aufzeichnung geht weiter in %1.</translation>
    </message>
    <message>
        <source>Exporting the checkpoint of step %1...</source>
        <translation>Der Checkpoint von Schritt %1 wird exportiert...</translation>
    </message>
    <message>
        <source>The checkpoint of step %1 is in %2.</source>
        <translation>Der Checkpoint von Schritt %1 ist in %2.</translation>
    </message>
    <message>
        <source>Continuing %1...</source>
        <translation>%1 wird fortgesetzt...</translation>
    </message>
    <message>
        <source>Forking at step %1...</source>
        <translation>Bei Schritt %1 wird abgezweigt...</translation>
    </message>
    <message>
        <source>Forked at step %1. The run before stays as it is.</source>
        <translation>Bei Schritt %1 abgezweigt. Der vorige Lauf bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Setting the bookmark...</source>
        <translation>Das Lesezeichen wird gesetzt...</translation>
    </message>
    <message>
        <source>&amp;Open it</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Runs and figures of runs (*.gridscope *.png *.svg *.pdf)</source>
        <translation>Läufe und Abbildungen von Läufen (*.gridscope *.png *.svg *.pdf)</translation>
    </message>
    <message>
        <source>Open a run or a figure</source>
        <translation>Einen Lauf oder eine Abbildung öffnen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Export the checkpoint of step %1</source>
        <translation>Den Checkpoint von Schritt %1 exportieren</translation>
    </message>
    <message>
        <source>%1, the newest kept before step %2</source>
        <translation>%1, den neuesten vor Schritt %2</translation>
    </message>
    <message>
        <source>Export &amp;checkpoint of step %1...</source>
        <translation>&amp;Checkpoint von Schritt %1 exportieren...</translation>
    </message>
    <message>
        <source>The run %1 was not finished: the program ended before.</source>
        <translation>Der Lauf %1 wurde nicht fertig: Das Programm endete vorher.</translation>
    </message>
    <message>
        <source>The run %1 was not finished: the program ended before. It can go on from step %2.</source>
        <translation>Der Lauf %1 wurde nicht fertig: Das Programm endete vorher. Er kann ab Schritt %2 weitergehen.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::RunStory</name>
    <message>
        <source>Loading the training engine...</source>
        <translation>Die Trainingsmaschine wird geladen...</translation>
    </message>
    <message>
        <source>The run has failed. Reset tries again.</source>
        <translation>Der Lauf ist gescheitert. Neustart versucht es noch einmal.</translation>
    </message>
    <message>
        <source>Preparing the run...</source>
        <translation>Der Lauf wird vorbereitet...</translation>
    </message>
    <message>
        <source>Ready. Press Play%1 and watch the weights settle on their grid.</source>
        <translation>Bereit. Start drücken%1 und zusehen, wie sich die Gewichte auf ihrem Gitter sammeln.</translation>
    </message>
    <message>
        <source>evaluating the test set</source>
        <translation>wertet den Testsatz aus</translation>
    </message>
    <message>
        <source>running %1 steps/s</source>
        <translation>läuft mit %1 Schritten/s</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Seed %1</translation>
    </message>
    <message>
        <source>its file will take about %1</source>
        <translation>die Datei wird etwa %1 groß</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::RunTable</name>
    <message>
        <source>Select several runs for their mean and spread.</source>
        <translation>Mehrere Läufe auswählen zeigt Mittel und Streuung.</translation>
    </message>
    <message>
        <source>Only settings that &amp;differ</source>
        <translation>Nur abweichende &amp;Einstellungen</translation>
    </message>
    <message>
        <source>Recorded runs</source>
        <translation>Aufgezeichnete Läufe</translation>
    </message>
    <message>
        <source>No run has been recorded yet. Play one, and it will be here.</source>
        <translation>Noch ist kein Lauf aufgezeichnet. Nach einem Start steht er hier.</translation>
    </message>
    <message>
        <source>Reading %1 runs...</source>
        <translation>%1 Läufe werden gelesen...</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Lay over this one</source>
        <translation>Über&amp;lagern</translation>
    </message>
    <message>
        <source>&amp;Copy table</source>
        <translation>&amp;Tabelle kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source> %1 files could not be read; the first: %2</source>
        <translation> %1 Dateien waren nicht lesbar; die erste: %2</translation>
    </message>
    <message>
        <source>, then %1 at %2</source>
        <translation>, dann %1 ab %2</translation>
    </message>
    <message>
        <source>%1 runs: test accuracy %2 % ± %3 (%4 to %5)</source>
        <translation>%1 Läufe: Testgenauigkeit %2 % ± %3 (%4 bis %5)</translation>
    </message>
    <message>
        <source>%1 runs: validation accuracy %2 % ± %3 (%4 to %5)</source>
        <translation>%1 Läufe: Validierungsgenauigkeit %2 % ± %3 (%4 bis %5)</translation>
    </message>
    <message>
        <source>; not with %1 that have none</source>
        <translation>; ohne %1, die keine haben</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>Testgenauigkeit</translation>
    </message>
    <message>
        <source>Validation accuracy</source>
        <translation>Validierungsgenauigkeit</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Of the quantized weights; the test set is used once, at the end of a run</source>
        <translation>Der quantisierten Gewichte; der Testsatz dient einmal, am Ende eines Laufs</translation>
    </message>
    <message>
        <source>Clustering score without the zero cell at the last snapshot, mean over the quantized layers: 1 when all weights sit on grid points, 0 when spread evenly</source>
        <translation>Cluster-Score ohne die Nullzelle im letzten Snapshot, Mittel über die quantisierten Schichten: 1, wenn alle Gewichte auf Gitterpunkten sitzen, 0, wenn sie gleichmäßig verteilt sind</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Section</name>
    <message>
        <source>Section %1</source>
        <translation>Abschnitt %1</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::SettingHistory</name>
    <message>
        <source>%1 settings</source>
        <translation>%1 Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Go &amp;back to step %1</source>
        <translation>Z&amp;urück zu Schritt %1</translation>
    </message>
    <message>
        <source>Shows that step; Fork then trains on from there</source>
        <translation>Zeigt diesen Schritt; Abzweigen trainiert dann von dort weiter</translation>
    </message>
    <message>
        <source>%1. The weights have moved since step %2.</source>
        <translation>%1. Die Gewichte haben sich seit Schritt %2 weiterbewegt.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::SettingsForm</name>
    <message>
        <source>To play with</source>
        <translation>Zum Spielen</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Apply (reset)</source>
        <translation>Anwenden (Neustart)</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Settings known to work. They apply at reset.</source>
        <translation>Bewährte Einstellungen. Sie gelten ab Neustart.</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Starts a new run with these settings</source>
        <translation>Beginnt einen neuen Lauf mit diesen Einstellungen</translation>
    </message>
    <message>
        <source>Apply the settings and reset</source>
        <translation>Einstellungen anwenden und neu starten</translation>
    </message>
    <message>
        <source>Back to the settings of the run that is shown</source>
        <translation>Zurück zu den Einstellungen des gezeigten Laufs</translation>
    </message>
    <message>
        <source>Revert the settings</source>
        <translation>Änderungen der Einstellungen verwerfen</translation>
    </message>
    <message>
        <source>Not tied to a preset.</source>
        <translation>An keine Vorlage gebunden.</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Changed: %1 and %2 more.</source>
        <translation>Geändert: %1 und %2 weitere.</translation>
    </message>
    <message>
        <source>Changed: %1.</source>
        <translation>Geändert: %1.</translation>
    </message>
    <message>
        <source>%1 applies at reset</source>
        <translation>%1 gilt ab Neustart</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ShareStack</name>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>1 bit</source>
        <translation>1 Bit</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::SignGroup</name>
    <message>
        <source>weights, reachable values</source>
        <translation>Gewichte, erreichbare Werte</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::SignGroupPanel</name>
    <message>
        <source>No group here: quantized training has not begun, or this layer stays float.</source>
        <translation>Hier gibt es keine Gruppe: Das quantisierte Training hat nicht begonnen, oder diese Schicht bleibt Float.</translation>
    </message>
    <message>
        <source>No run yet. Here a group of weights will be taken apart into sign vectors.</source>
        <translation>Noch kein Lauf. Hier wird dann eine Gruppe von Gewichten in Vorzeichenvektoren zerlegt.</translation>
    </message>
    <message>
        <source>%1, group %2</source>
        <translation>%1, Gruppe %2</translation>
    </message>
    <message>
        <source>%1: coefficients and sign vectors; below, weights and what they can be</source>
        <translation>%1: Koeffizienten und Vorzeichenvektoren; darunter Gewichte und was sie sein können</translation>
    </message>
    <message>
        <source>%1: coefficients, sign vectors, weights</source>
        <translation>%1: Koeffizienten, Vorzeichenvektoren, Gewichte</translation>
    </message>
    <message>
        <source>%1 at step %2: %3 weights as a sum of %4 sign vectors.</source>
        <translation>%1 bei Schritt %2: %3 Gewichte als Summe von %4 Vorzeichenvektoren.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::SlowMotion</name>
    <message>
        <source>This was the last step of the run.</source>
        <translation>Das war der letzte Schritt des Laufs.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::StoragePanel</name>
    <message>
        <source>quantized weights in a file (KiB)</source>
        <translation>quantisierte Gewichte in einer Datei (KiB)</translation>
    </message>
    <message>
        <source>size (KiB)</source>
        <translation>Größe (KiB)</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>No sizes yet: quantized training has not begun.</source>
        <translation>Noch keine Größen: Das quantisierte Training hat nicht begonnen.</translation>
    </message>
    <message>
        <source>No run yet. Here will be what signs and coefficients would take in a file.</source>
        <translation>Noch kein Lauf. Hier steht dann, was Vorzeichen und Koeffizienten in einer Datei bräuchten.</translation>
    </message>
    <message>
        <source>signs</source>
        <translation>Vorzeichen</translation>
    </message>
    <message>
        <source>coefficients</source>
        <translation>Koeffizienten</translation>
    </message>
    <message>
        <source>At step %1 signs take %2 KiB and coefficients %3 KiB.</source>
        <translation>Bei Schritt %1 brauchen Vorzeichen %2 KiB und Koeffizienten %3 KiB.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::SurfacePanel</name>
    <message>
        <source>No run yet. Here the loss over two clips will be seen.</source>
        <translation>Noch kein Lauf. Hier wird der Verlust über zwei Schranken zu sehen sein.</translation>
    </message>
    <message>
        <source>The loss surface is measured once the search is over.</source>
        <translation>Die Verlustfläche wird gemessen, wenn die Suche vorbei ist.</translation>
    </message>
    <message>
        <source>× 0.5</source>
        <translation>× 0,5</translation>
    </message>
    <message>
        <source>× 1</source>
        <translation>× 1</translation>
    </message>
    <message>
        <source>× 2</source>
        <translation>× 2</translation>
    </message>
    <message>
        <source>clip of %1</source>
        <translation>Schranke von %1</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>Calibration loss around the best clips of %1 and %2, from half to twice, %3 of %4 rows measured.</source>
        <translation>Kalibrierverlust um die besten Schranken von %1 und %2, von der Hälfte bis zum Doppelten, %3 von %4 Zeilen gemessen.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::TakeAway</name>
    <message>
        <source>Export this &amp;view...</source>
        <translation>&amp;Ansicht exportieren...</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>&amp;Exportieren...</translation>
    </message>
    <message>
        <source>Copy &amp;picture</source>
        <translation>&amp;Bild kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>&amp;Tabelle kopieren</translation>
    </message>
    <message>
        <source>There is no run yet that could be taken along.</source>
        <translation>Noch gibt es keinen Lauf zum Mitnehmen.</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>This run is not recorded, so there is no file to export from.</source>
        <translation>Dieser Lauf ist nicht aufgezeichnet, also gibt es keine Datei zum Exportieren.</translation>
    </message>
    <message>
        <source>Export this view</source>
        <translation>Ansicht exportieren</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg *.pdf)</source>
        <translation>Bilder (*.png *.svg *.pdf)</translation>
    </message>
    <message>
        <source>The suffix says which kind of picture it is: .png, .svg or .pdf; &quot;%1&quot; has none of them.</source>
        <translation>Die Endung bestimmt die Art des Bildes: .png, .svg oder .pdf; „%1“ hat keine davon.</translation>
    </message>
    <message>
        <source>This view has no room to be drawn in.</source>
        <translation>Diese Ansicht hat keinen Platz zum Zeichnen.</translation>
    </message>
    <message>
        <source>The view is in %1.</source>
        <translation>Die Ansicht ist in %1.</translation>
    </message>
    <message>
        <source>Copied the picture: %1.</source>
        <translation>Bild kopiert: %1.</translation>
    </message>
    <message>
        <source>Copied the table %1: %2 rows.</source>
        <translation>Tabelle %1 kopiert: %2 Zeilen.</translation>
    </message>
    <message>
        <source>The table before is still being copied.</source>
        <translation>Die vorige Tabelle wird noch kopiert.</translation>
    </message>
    <message>
        <source>There is no table of what %1 shows.</source>
        <translation>Zu dem, was %1 zeigt, gibt es keine Tabelle.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Tile</name>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Timeline</name>
    <message>
        <source>Replay backwards</source>
        <translation>Rückwärts abspielen</translation>
    </message>
    <message>
        <source>Replay backwards from the step that is shown</source>
        <translation>Rückwärts abspielen ab dem gezeigten Schritt</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Replay the run from the step that is shown, or from the start</source>
        <translation>Lauf abspielen, ab dem gezeigten Schritt oder von Anfang an</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>At its end the replay begins anew</source>
        <translation>Am Ende beginnt das Abspielen von vorn</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>Lesezeichen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Tempo des Abspielens</translation>
    </message>
    <message>
        <source>1x is as fast as the run was</source>
        <translation>1x ist so schnell, wie der Lauf war</translation>
    </message>
    <message>
        <source>%1x</source>
        <translation>%1x</translation>
    </message>
    <message>
        <source>Pause the replay</source>
        <translation>Abspielen anhalten</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>noch kein Lauf</translation>
    </message>
    <message>
        <source>nearest kept: %1</source>
        <translation>nächster gespeicherter: %1</translation>
    </message>
    <message>
        <source>Bookmark the step that is shown, with a note</source>
        <translation>Lesezeichen beim gezeigten Schritt, mit Notiz</translation>
    </message>
    <message>
        <source>Back to the newest step</source>
        <translation>Zurück zum neuesten Schritt</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::TimelineBar</name>
    <message>
        <source>Timeline: the step that all views show</source>
        <translation>Zeitleiste: der Schritt, den alle Ansichten zeigen</translation>
    </message>
    <message>
        <source> · nearest kept: %1</source>
        <translation> · nächster gespeicherter: %1</translation>
    </message>
    <message>
        <source> · checkpoint at %1</source>
        <translation> · Checkpoint bei %1</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::TradePanel</name>
    <message>
        <source>Waiting for the first evaluation.</source>
        <translation>Die erste Auswertung steht noch aus.</translation>
    </message>
    <message>
        <source>No run yet. Here bits will be weighed against accuracy.</source>
        <translation>Noch kein Lauf. Hier werden dann Bits gegen Genauigkeit abgewogen.</translation>
    </message>
    <message>
        <source>At step %1 %2 bits of a weight on average and an accuracy of %3.</source>
        <translation>Bei Schritt %1 im Mittel %2 Bit je Gewicht und eine Genauigkeit von %3.</translation>
    </message>
    <message>
        <source>%1 bits, %2</source>
        <translation>%1 Bit, %2</translation>
    </message>
    <message>
        <source>accuracy over mean bits: %1</source>
        <translation>Genauigkeit über mittleren Bits: %1</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::TradeView</name>
    <message>
        <source>0 bits</source>
        <translation>0 Bit</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Transport</name>
    <message>
        <source>Reset</source>
        <translation>Neustart</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>STEP</source>
        <translation>SCHRITT</translation>
    </message>
    <message>
        <source>EPOCH</source>
        <translation>EPOCHE</translation>
    </message>
    <message>
        <source>Length of one step</source>
        <translation>Länge eines Schritts</translation>
    </message>
    <message>
        <source>How far Step goes</source>
        <translation>Wie weit „Schritt“ geht</translation>
    </message>
    <message>
        <source>by 1 batch</source>
        <translation>um 1 Batch</translation>
    </message>
    <message>
        <source>by 10</source>
        <translation>um 10</translation>
    </message>
    <message>
        <source>by 100</source>
        <translation>um 100</translation>
    </message>
    <message>
        <source>by epoch</source>
        <translation>um 1 Epoche</translation>
    </message>
    <message>
        <source>PACE</source>
        <translation>TEMPO</translation>
    </message>
    <message>
        <source>Pace, in steps per second</source>
        <translation>Tempo, in Schritten pro Sekunde</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>as fast as it goes</source>
        <translation>so schnell es geht</translation>
    </message>
    <message>
        <source>Back to the start with the same seed</source>
        <translation>Zurück zum Anfang mit demselben Seed</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Start oder Pause</translation>
    </message>
    <message>
        <source>Train a little, then pause</source>
        <translation>Ein wenig trainieren, dann Pause</translation>
    </message>
    <message>
        <source>How fast the run may go, in steps per second</source>
        <translation>Wie schnell der Lauf gehen darf, in Schritten pro Sekunde</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Twin</name>
    <message>
        <source>twin: %1</source>
        <translation>Zwilling: %1</translation>
    </message>
    <message>
        <source>twin: %1 %2</source>
        <translation>Zwilling: %1 %2</translation>
    </message>
    <message>
        <source>Twin: %1 %2 (here %3)</source>
        <translation>Zwilling: %1 %2 (hier %3)</translation>
    </message>
    <message>
        <source>%1. It has failed: %2</source>
        <translation>%1. Er ist gescheitert: %2</translation>
    </message>
    <message>
        <source>%1. Preparing both runs...</source>
        <translation>%1. Beide Läufe werden vorbereitet...</translation>
    </message>
    <message>
        <source>same first weights</source>
        <translation>gleiche Anfangsgewichte</translation>
    </message>
    <message>
        <source>other first weights</source>
        <translation>andere Anfangsgewichte</translation>
    </message>
    <message>
        <source>%1, %2, but other batches from step %3 on.</source>
        <translation>%1, %2, aber andere Batches ab Schritt %3.</translation>
    </message>
    <message>
        <source>%1, %2%3, same batches: equal for %4 steps.</source>
        <translation>%1, %2%3, gleiche Batches: gleich für %4 Schritte.</translation>
    </message>
    <message>
        <source>same seed, </source>
        <translation>gleicher Seed, </translation>
    </message>
    <message>
        <source>%1, %2. Press Play: both go step for step.</source>
        <translation>%1, %2. Start drücken: Beide gehen Schritt für Schritt.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::TwinDialog</name>
    <message>
        <source>Train a twin</source>
        <translation>Zwilling trainieren</translation>
    </message>
    <message>
        <source>Both runs start from the beginning with the same seed, weights and batches and go step for step. One setting differs, so what differs on the screen comes from it.</source>
        <translation>Beide Läufe beginnen von vorn mit gleichem Seed, gleichen Gewichten und Batches und gehen Schritt für Schritt. Eine Einstellung ist anders, also kommt von ihr, was auf dem Bildschirm anders ist.</translation>
    </message>
    <message>
        <source>Setting that differs</source>
        <translation>Abweichende Einstellung</translation>
    </message>
    <message>
        <source>&amp;Start both</source>
        <translation>&amp;Beide starten</translation>
    </message>
    <message>
        <source>Setting that &amp;differs</source>
        <translation>&amp;Abweichende Einstellung</translation>
    </message>
    <message>
        <source>In the run on show</source>
        <translation>Im gezeigten Lauf</translation>
    </message>
    <message>
        <source>In its &amp;twin</source>
        <translation>In seinem &amp;Zwilling</translation>
    </message>
    <message>
        <source>%1 in the twin</source>
        <translation>%1 im Zwilling</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>The same as in the run on show: both will do the same, step for step.</source>
        <translation>Dasselbe wie im gezeigten Lauf: Beide tun dasselbe, Schritt für Schritt.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::WindowDialogs</name>
    <message>
        <source>There is no checkpoint yet whose weights could be rounded.</source>
        <translation>Es gibt noch keinen Checkpoint, dessen Gewichte gerundet werden könnten.</translation>
    </message>
    <message>
        <source>%1 at step %2</source>
        <translation>%1 bei Schritt %2</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>diesem Lauf</translation>
    </message>
    <message>
        <source>About Gridscope</source>
        <translation>Über Gridscope</translation>
    </message>
    <message>
        <source>The layers&apos; settings apply at the next reset%1.</source>
        <translation>Die Einstellungen der Schichten gelten ab dem nächsten Neustart%1.</translation>
    </message>
    <message>
        <source>A run to lay over this one</source>
        <translation>Lauf zum Überlagern</translation>
    </message>
    <message>
        <source>Gridscope runs (*.gridscope)</source>
        <translation>Gridscope-Läufe (*.gridscope)</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Workspace</name>
    <message>
        <source>Panels that share this place</source>
        <translation>Ansichten, die sich diesen Platz teilen</translation>
    </message>
    <message>
        <source>Settings and microscope</source>
        <translation>Einstellungen und Mikroskop</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::ScoreHero</name>
    <message>
        <source>Clustering score</source>
        <translation>Clusterwert</translation>
    </message>
    <message>
        <source>collapsed</source>
        <translation>zusammengefallen</translation>
    </message>
    <message>
        <source>%1: guessing</source>
        <translation>%1: geraten</translation>
    </message>
    <message>
        <source>%1 right</source>
        <translation>%1 richtig</translation>
    </message>
    <message>
        <source>clustering score %1</source>
        <translation>Clusterwert %1</translation>
    </message>
    <message>
        <source>no grid in force</source>
        <translation>kein Gitter in Kraft</translation>
    </message>
    <message>
        <source>clustering score</source>
        <translation>Clusterwert</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::Rounding</name>
    <message>
        <source>The weights of %1 are not kept as one number each, so there is nothing to round here.</source>
        <translation>Die Gewichte von %1 sind nicht als je eine Zahl gespeichert, darum gibt es hier nichts zu runden.</translation>
    </message>
</context>
<context>
    <name>gridscope::ui::RoundingDialog</name>
    <message>
        <source>Round without training</source>
        <translation>Ohne Training runden</translation>
    </message>
    <message>
        <source>What if the weights of %1 were rounded, and nothing trained? Every layer&apos;s step size is the one with the smallest squared error; accuracy is that of the validation set.</source>
        <translation>Was, wenn die Gewichte von %1 gerundet würden und nichts trainiert? Die Schrittweite jeder Schicht ist die mit dem kleinsten quadratischen Fehler; die Genauigkeit ist die auf der Validierungsmenge.</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>Measuring ...</source>
        <translation>Misst ...</translation>
    </message>
    <message>
        <source>Measuring %1 bits ...</source>
        <translation>Misst %1 Bits ...</translation>
    </message>
    <message>
        <source> (latent weights %1)</source>
        <translation> (latente Gewichte %1)</translation>
    </message>
    <message>
        <source>1 bit: %1 right</source>
        <translation>1 Bit: %1 richtig</translation>
    </message>
    <message>
        <source>%1 bits: %2 right</source>
        <translation>%1 Bits: %2 richtig</translation>
    </message>
    <message>
        <source>...</source>
        <translation>...</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>bits per weight</source>
        <translation>Bits pro Gewicht</translation>
    </message>
    <message>
        <source>right, %</source>
        <translation>richtig, %</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>The first point comes in a moment.</source>
        <translation>Der erste Punkt kommt gleich.</translation>
    </message>
    <message>
        <source>Accuracy over bits</source>
        <translation>Genauigkeit über Bits</translation>
    </message>
</context>
</TS>
